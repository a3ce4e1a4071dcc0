/** The time that work takes, and by which rates it was estimated. Pure. */
import { defaultRate } from '../judge-direct.js';
import type { MeasuredRates } from './measured-rates.js';
import type { Basis } from './plan-numbers.js';
import type { Work, WorkKind } from './work.js';

/** Whole ms. */
export function workMs(works: readonly Work[], measured: MeasuredRates): number {
  return Math.ceil(
    works.reduce((sum, { kind, bytes }) => sum + (bytes / bytesPerSecond(kind, measured)) * 1000, 0),
  );
}

export function basisOf(works: readonly Work[], measured: MeasuredRates): Basis {
  const bytes = works.reduce((sum, work) => sum + work.bytes, 0);
  if (bytes === 0) return { kind: 'nothing' };
  const kinds = [...new Set(works.map(({ kind }) => kind))];
  const rates = kinds.flatMap(kind => measured.work[kind] ?? []);
  const seconds = works.reduce((sum, work) => sum + work.bytes / bytesPerSecond(work.kind, measured), 0);
  const rate = Math.round(bytes / seconds);
  if (rates.length === 0) return { kind: 'stated', bytesPerSecond: rate };
  const statements = rates.reduce((sum, one) => sum + one.statements, 0);
  return {
    kind: rates.length === kinds.length ? 'measured' : 'partly-measured',
    bytesPerSecond: rate,
    statements,
  };
}

function bytesPerSecond(kind: WorkKind, { work }: MeasuredRates): number {
  return work[kind]?.bytesPerSecond ?? defaultRate * 1000;
}

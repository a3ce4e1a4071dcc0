/** The shape of a plan's numbers, as JSON carries them. */
import * as v from 'valibot';
import { type EntriesOf, wholeNumber } from './entries-of.js';
import type { Basis, BatchNumbers, PlanNumbers, SideNumbers, TableNumbers } from './numbers/plan-numbers.js';

/** Estimates need not be whole. */
const estimate = v.nullable(v.number());

const table = v.object({
  table: v.string(),
  rows: estimate,
  bytes: v.number(),
} satisfies EntriesOf<TableNumbers>);

const side = v.object({
  ms: estimate,
  diskBytes: v.number(),
  binlogBytes: estimate,
} satisfies EntriesOf<SideNumbers>);

const bases = {
  measured: { kind: v.literal('measured'), bytesPerSecond: v.number(), statements: wholeNumber },
  'partly-measured': {
    kind: v.literal('partly-measured'),
    bytesPerSecond: v.number(),
    statements: wholeNumber,
  },
  stated: { kind: v.literal('stated'), bytesPerSecond: v.number() },
  nothing: { kind: v.literal('nothing') },
} satisfies { [K in Basis['kind']]: EntriesOf<Extract<Basis, { readonly kind: K }>> };

const batch = v.object({
  sides: v.object({ a: side, b: side }),
  basis: v.variant('kind', [
    v.object(bases.measured),
    v.object(bases['partly-measured']),
    v.object(bases.stated),
    v.object(bases.nothing),
  ]),
  catchUpMs: estimate,
  withoutSpareMs: estimate,
  writePauseMs: estimate,
  readers: v.nullable(v.string()),
} satisfies EntriesOf<BatchNumbers>);

export const NumbersShape = v.object({
  tables: v.array(table),
  batches: v.array(batch),
  writePauseLimitMs: v.number(),
} satisfies EntriesOf<PlanNumbers>);

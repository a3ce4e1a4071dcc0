/** Parts of a rewrite that a workspace has proved, and how neighbours become one migration. Pure. */
import type { Strategy } from '../plan.js';
import { chooseWay, type ProposedMigration, type StrategyFacts } from '../strategy.js';
import type { RewritePart } from './rewrite.js';

export type ProvedPart = {
  readonly migration: ProposedMigration;
  readonly strategy: Strategy;
  readonly why: string;
  /** What was known of the live tables before it. */
  readonly facts: StrategyFacts;
  /** Releases lie around it. */
  readonly apart: boolean;
};

/** As few migrations as go the same ways. */
export function mergeParts(parts: readonly ProvedPart[]): readonly ProvedPart[] {
  const merged: ProvedPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    const both = last === undefined ? null : together(last, part);
    if (both === null) merged.push(part);
    else merged.splice(-1, 1, both);
  }
  return merged;
}

function together(one: ProvedPart, next: ProvedPart): ProvedPart | null {
  if (one.strategy !== next.strategy || one.apart || next.apart) return null;
  const said = new Set(
    one.migration.statements.filter(({ kind }) => kind === 'session').map(({ sql }) => sql),
  );
  const added = next.migration.statements.filter(({ kind, sql }) => kind !== 'session' || !said.has(sql));
  const migration = { ...one.migration, statements: [...one.migration.statements, ...added] };
  const way = chooseWay(migration, one.facts);
  return way.kind === one.strategy ? { ...one, migration, why: way.why } : null;
}

export function toRewritePart({ migration, strategy, why }: ProvedPart): RewritePart {
  return { sql: migration.statements.map(({ sql }) => sql), strategy, why };
}

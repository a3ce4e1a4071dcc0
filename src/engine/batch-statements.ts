/**
 * What a batch sends a server, by what is seen of it: statements that it has already are left out. Pure. The rows that
 * record a migration, and the session's own settings, are not in it.
 */
import { lackingMigrations } from '../pair/progress.js';
import type { Level } from '../pair/state.js';
import type { Batch, PlannedStatement } from '../plan/plan.js';
import { programKey } from '../programs/program.js';

export function batchStatements(batch: Batch, level: Level): readonly PlannedStatement[] {
  const left = new Set(lackingMigrations(batch, level));
  return batch.migrations.flatMap((migration, index) => {
    const before = structureBefore(batch, index);
    return left.has(migration) ? statementsLeft(migration.statements, { before, level }) : [];
  });
}

/** Texts that bring the programs which the server does not have as wanted. */
export function programTexts({ programs = [] }: Batch, { programs: found = {} }: Level): readonly string[] {
  return programs.filter(one => found[programKey(one)] !== 'now').flatMap(({ sql }) => sql);
}

/** JavaScript that works on rows: what it sends is known only when it runs. */
export function scriptsOf(batch: Batch, level: Level): readonly string[] {
  if (batch.strategy !== 'data') return [];
  return lackingMigrations(batch, level).flatMap(({ kind, name }) => (kind === 'knex' ? [name] : []));
}

function structureBefore({ migrations, structureBefore: first }: Batch, index: number): string {
  const statements = migrations.slice(0, index).flatMap(({ statements: all }) => all);
  return statements.at(-1)?.structureAfter ?? first;
}

/** After the last one whose structure the server has; what a file sets for its session holds in any case. */
function statementsLeft(
  statements: readonly PlannedStatement[],
  { before, level: { structure } }: { readonly before: string; readonly level: Level },
): readonly PlannedStatement[] {
  const done = statements.findLastIndex(
    ({ kind, structureAfter }) => kind === 'ddl' && structureAfter === structure,
  );
  // A statement that leaves no trace looks done before it is sent.
  const from = structure === before ? -1 : done;
  return statements.filter(({ kind }, index) => kind !== 'ddl' || index > from);
}

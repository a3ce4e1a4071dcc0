/** What can be sent instead of the migrations that a trial refused. */
import type { Report } from '../engine/ports.js';
import { readMigrationText } from '../migrate/read-migration.js';
import { liveAfter } from '../plan/live-tables.js';
import type { Rewrite } from '../plan/rewrites/rewrite.js';
import type { StrategyFacts } from '../plan/strategy.js';
import { parseSqlMigration } from '../sql/migration-file.js';
import type { Workspace } from '../workspace/workspace.js';
import { proveRewrites, type RefusedMigration } from './prove-rewrites.js';
import type { Tried, TriedMigration } from './try-migrations.js';

/** `facts` are those from before the first migration. The last thing that is done in the workspace. */
export async function rewritesTried(
  workspace: Workspace,
  { migrations, broken }: Tried,
  { facts, report }: { readonly facts: StrategyFacts; readonly report: Report | undefined },
): Promise<readonly Rewrite[]> {
  const refused: RefusedMigration[] = [];
  let { live } = facts;
  for (const one of migrations) {
    const { migration, way } = one;
    const wasBroken = broken && one === migrations.at(-1);
    const texts = way.kind === 'refused' ? await textsOf(one, wasBroken) : null;
    const { name, before, after } = migration;
    if (texts !== null)
      refused.push({ name, texts, before, wanted: wasBroken ? null : after, facts: { ...facts, live } });
    live = liveAfter(live, migration);
  }
  return proveRewrites(workspace, refused, report);
}

/** Null for a script that broke off: what else it would have sent is not known. Also for what takes one back. */
async function textsOf({ migration }: TriedMigration, broken: boolean): Promise<readonly string[] | null> {
  const { kind, path, statements, takesBack } = migration;
  if (takesBack !== undefined) return null;
  if (!broken) return statements.map(({ sql }) => sql);
  if (kind !== 'sql') return null;
  return parseSqlMigration(await readMigrationText(path), path).up.map(({ text }) => text);
}

/**
 * Compares the two sides before a flip and at the end: structures as a whole, rows of the tables that a leg changes.
 * A difference blocks; nothing is changed. A flip alone compares structures only.
 */
import type { Report } from '../engine/ports.js';
import { BlockedError, FailedError, type Finding } from '../errors.js';
import type { View } from '../pair/view.js';
import { diffStructures } from '../plan/diff-structure.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Plan } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import { describeDifferences } from '../verify/row-difference.js';
import { compareSides } from './compare-sides.js';
import type { PerformDeps } from './perform.js';
import { readStructures } from './read-structures.js';
import { structuresToCompare } from './structures-to-compare.js';

/** Throws BlockedError with every difference that was found. */
export async function verifyPair(deps: PerformDeps, view: View, report: Report): Promise<void> {
  const plan = deps.journal.facts().intent?.plan ?? null;
  const { structures, findings } = await readStructures(deps, view, plan);
  refuse('the structures are not as they must be', findings);
  await assertReplicas(deps, view, structures.passive);
  const { tables, differences, more } = await compareSides(deps, {
    active: view.active,
    tables: tablesToCompare(view, plan),
    structures: structuresToCompare(structures, view),
    report,
    // It only reads: a run whose time is over need not wait hours for it.
    ...(deps.leave === undefined ? {} : { signal: deps.leave }),
  });
  refuse(
    `rows of ${view.passive} differ from those of ${view.active}`,
    describeDifferences(differences, more),
  );
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (rows > 0) report({ what: `${rows} rows are equal on both sides`, share: 1, etaMs: null, rows });
}

/** A replica must look like its side: it gets what that side writes, by position. */
async function assertReplicas(
  { config, pair }: PerformDeps,
  { passive, replicas }: View,
  structure: Structure,
): Promise<void> {
  const wanted = fingerprintStructure(structure);
  for (const { key } of replicas) {
    const session = await pair.watch(key);
    if (session === null) throw new FailedError(`${pair.label(key)}: cannot be reached`);
    const found = await readStructure(session, config.database);
    if (fingerprintStructure(found) === wanted) continue;
    const objects = diffStructures(structure, found).map(({ object }) => object);
    const message = `does not look like ${passive}: ${objects.join(', ')}`;
    refuse('a replica differs from its side', [{ id: 'structure', where: pair.label(key), message }]);
  }
}

/** What went through a leg was written by two servers; everything else replicates as it always did. */
function tablesToCompare(view: View, plan: Plan | null): readonly string[] {
  const batches = view.current === null ? (plan?.batches ?? []) : [view.current];
  const flipped = batches.filter(({ strategy }) => strategy === 'flip').flatMap(({ tables }) => tables);
  return [...new Set(flipped)].sort();
}

function refuse(message: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  throw new BlockedError(message, {
    findings,
    hint: 'nothing was flipped; find out why they differ, mend it, and run the same command again',
  });
}

/** The structures of both sides, and what is wrong with them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { betweenLegs, inWindow } from '../engine/predicates.js';
import type { Finding } from '../errors.js';
import { otherSide, type Side } from '../pair/side.js';
import type { View } from '../pair/view.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Plan } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import { compareStructures } from '../verify/compare-structures.js';
import type { ByRole } from '../verify/role.js';
import type { PairSessions } from './connect-pair.js';

export type ReadStructures = {
  readonly structures: ByRole<Structure>;
  readonly findings: readonly Finding[];
};

const readings = 3;

/**
 * Read again before anything is found: what is replicating at this moment is no difference, such as a scheduled event
 * that dropped itself.
 */
export async function readStructures(
  { pair, config }: { readonly pair: PairSessions; readonly config: Config },
  view: View,
  plan: Plan | null,
): Promise<ReadStructures> {
  const readSide = (side: Side) => readStructure(pair.control(side), config.database);
  for (let reading = 1; ; reading++) {
    const structures = {
      active: await readSide(view.active),
      passive: await readSide(otherSide(view.active)),
    };
    const findings = structureFindings(structures, view, plan);
    if (findings.length === 0 || reading === readings) return { structures, findings };
    await sleep(config.limits.lagMs);
  }
}

/** In a rollback window both sides must look as planned, between the legs the passive; when all is done, both sides must; else like each other. */
function structureFindings(structures: ByRole<Structure>, view: View, plan: Plan | null): readonly Finding[] {
  if (view.current !== null && inWindow(view)) {
    const { structureBefore, structureAfter } = view.current;
    return [
      ...unlike(structures.active, structureAfter, view.active),
      ...unlike(structures.passive, structureBefore, view.passive),
    ];
  }
  if (view.current === null || !betweenLegs(view)) {
    const planned = view.current === null ? plan?.batches.at(-1)?.structureAfter : undefined;
    return compareStructures(structures, planned);
  }
  return unlike(structures.passive, view.current.structureAfter, view.passive);
}

function unlike(structure: Structure, planned: string, side: Side): readonly Finding[] {
  if (fingerprintStructure(structure) === planned) return [];
  return [{ id: 'structure', where: side, message: 'does not look as planned' }];
}

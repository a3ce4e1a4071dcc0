/** What a plan that brings stored programs needs beside the migrations: the files, and what both servers have. */
import type { Finding } from '../../errors.js';
import type { Flavor } from '../../flavor/flavor.js';
import { type Side, sides } from '../../pair/side.js';
import { findPassing } from '../../preflight/passing-programs.js';
import type { Definition, Deployed, Wanted } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import type { RoutineGrant } from '../../programs/routine-grant.js';
import type { Session } from '../../server/connection.js';
import { readPrograms } from '../../server/program-catalog.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { deniedChanges } from '../denied-programs.js';
import type { Run } from '../engine-ports.js';
import { findUnmakeable } from './find-unmakeable.js';
import { loadWanted } from './load-wanted.js';
import { findOverEvents } from './refuse-over.js';

export type ProgramsBasis = {
  readonly wanted: readonly Wanted[];
  readonly deployed: Readonly<Record<Side, readonly Deployed[]>>;
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
  /** Where definers are looked for. */
  readonly sessions: Readonly<Record<Side, Session>>;
  readonly labels: Readonly<Record<Side, string>>;
  readonly flavor: Flavor;
  /** Why changes are not brought by legs: a server would not let us, or they would pass its fence. */
  refused(changes: readonly ProgramChange[]): Promise<readonly Finding[]>;
};

/** Throws ConfigError with everything that is wrong with the files. */
export async function readProgramsBasis(
  { config, pair }: Run,
  sessions: ProgramsBasis['sessions'],
): Promise<ProgramsBasis> {
  const { database } = config;
  const [deployedA = [], deployedB = []] = await Promise.all(
    sides.map(side => readPrograms(sessions[side], database)),
  );
  return {
    wanted: await loadWanted(sessions.a, config),
    deployed: { a: deployedA, b: deployedB },
    grants: {
      a: await readRoutineGrants(sessions.a, database),
      b: await readRoutineGrants(sessions.b, database),
    },
    sessions,
    labels: { a: pair.endpoints.a.label, b: pair.endpoints.b.label },
    flavor: pair.flavor,
    refused: async changes => [
      // A leg is sent to each server below its side too.
      ...(await deniedChanges({ pair }, changes, [...sides, ...pair.replicas()])),
      ...(await findUnmakeable({ pair }, definitionsOf(changes), [...sides, ...pair.replicas()])),
      ...(await findOverEvents(sessions.a, changes)),
      ...(await findPassing(changes, { sessions: [sessions.a, sessions.b], flavor: pair.flavor, database })),
    ],
  };
}

function definitionsOf(changes: readonly ProgramChange[]): readonly Definition[] {
  return changes.flatMap(({ before, after }) => [before, after]).filter(one => one !== null);
}

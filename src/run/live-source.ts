/** A plan's source that is a pair: reads both sides, writes nothing. */

import { BlockedError } from '../errors.js';
import { versionQuery } from '../flavor/detect.js';
import { readRecorded } from '../migrate/recorded.js';
import { enabledEvents, nameOf } from '../pair/scheduled-event.js';
import { otherSide, type Side } from '../pair/side.js';
import { differingTables } from '../plan/differing-tables.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { readTableSizes } from '../server/table-sizes.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { readOriginal } from '../workspace/original.js';
import { readSettings } from '../workspace/server-traits.js';
import { activeSide } from './active-side.js';
import { demandSession } from './demand-session.js';
import { deniedPrograms } from './denied-programs.js';
import type { Run } from './engine-ports.js';
import type { PlanBasis, PlanSource } from './plan-source.js';
import { readProgramsBasis } from './programs/programs-basis.js';
import { readApplier } from './read-applier.js';
import { readMeasured } from './read-measured.js';

/** Throws BlockedError when a side cannot be reached or nobody knows which one is active. */
export async function liveSource(
  run: Run,
  { mayUsePassive }: { readonly mayUsePassive: boolean },
): Promise<PlanSource> {
  const passive = otherSide(await activeSide(run));
  const sessions = { a: await demandSession(run, 'a'), b: await demandSession(run, 'b') };
  const { database } = run.config;
  return {
    kind: 'pair',
    labels: { a: run.pair.endpoints.a.label, b: run.pair.endpoints.b.label },
    recorded: {
      a: await readRecorded(sessions.a, database, run.settings),
      b: await readRecorded(sessions.b, database, run.settings),
    },
    read: () => readBasis(run, { passive, sessions }),
    ask: query => countRows(sessions[passive], database, query),
    deniedPrograms: migrations => deniedPrograms(run, migrations),
    readPrograms: () => readProgramsBasis(run, sessions),
    passive: mayUsePassive ? run.pair.endpoints[passive] : null,
  };
}

type Sides = { readonly passive: Side; readonly sessions: Readonly<Record<Side, Session>> };

async function readBasis(run: Run, { passive, sessions }: Sides): Promise<PlanBasis> {
  const { database } = run.config;
  const { flavor } = run.pair;
  const original = await readOriginal(sessions[passive], database);
  assertSameStructure(original.structure, await readStructure(sessions[otherSide(passive)], database));
  return {
    database,
    original,
    sizes: {
      a: await readTableSizes(sessions.a, database, flavor),
      b: await readTableSizes(sessions.b, database, flavor),
    },
    active: otherSide(passive),
    applier: await readApplier(flavor, sessions.a),
    measured: await readMeasured(sessions),
    rowVersionLimit: flavor.capabilities.rowVersionLimit,
    ...(await readVersions(sessions)),
    replicas: replicasOf(run),
    events: await eventsOf(run, sessions[otherSide(passive)]),
    settings: { a: await readSettings(sessions.a), b: await readSettings(sessions.b) },
  };
}

async function readVersions({ a, b }: Sides['sessions']): Promise<Pick<PlanBasis, 'versions' | 'comment'>> {
  const [one, other] = [await a.row(versionQuery), await b.row(versionQuery)];
  return {
    versions: { a: String(one?.version), b: String(other?.version) },
    comment: String(one?.comment),
  };
}

async function eventsOf({ pair }: Run, active: Session): Promise<readonly string[]> {
  return enabledEvents(pair.flavor.readEvents(await active.rows(pair.flavor.eventsQuery))).map(nameOf);
}

function replicasOf({ pair }: Run): PlanBasis['replicas'] {
  const problem = pair.discoveryProblem();
  if (problem !== null) throw problem;
  return pair.replicas();
}

/** In the database itself: the questions of a verdict name tables without it. */
async function countRows(session: Session, database: string, query: string): Promise<number | null> {
  await session.send(`USE ${quoteIdentifier(database)}`);
  const row = await session.row(query);
  return row === undefined ? null : Number(Object.values(row)[0]);
}

function assertSameStructure(passive: Structure, active: Structure): void {
  if (fingerprintStructure(passive) === fingerprintStructure(active)) return;
  const different = differingTables(passive, active);
  throw new BlockedError(`the structures of a and b differ: ${different.join(', ') || 'views or triggers'}`, {
    hint: 'see the difference with `dbshift status`; make both sides equal before a migration',
  });
}

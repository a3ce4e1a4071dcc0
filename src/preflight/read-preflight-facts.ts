/**
 * Reads what preflight judges, on both servers at once. Only reads. A query that our account may not send leaves
 * its fact empty and is reported by the `privileges` check, which knows every privilege that these queries need.
 */
import type { Flavor } from '../flavor/flavor.js';
import { quoteAccount } from '../grants/account-name.js';
import { dbshiftPrivileges } from '../grants/dbshift-privileges.js';
import type { Feature } from '../grants/privilege.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import type { ScheduledEvent } from '../pair/scheduled-event.js';
import type { ReplicaKey, Side } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { readOwnGrants } from '../server/own-account.js';
import { seesTransactions } from '../server/sees-transactions.js';
import { preflightOf } from './flavor-preflight.js';
import { originOf } from './origin-of.js';
import type { PairFacts, ReplicaFacts } from './pair-facts.js';
import { type RestartEvidence, readAfterBoot } from './read-after-boot.js';
import { readEventFacts } from './read-event-facts.js';
import { readProgramFacts } from './read-program-facts.js';
import { readReplicationFacts } from './read-replication-facts.js';
import { readWorkloadFacts } from './read-workload-facts.js';
import { ifAllowed } from './rows-if-allowed.js';
import type { PreflightFacts } from './server-facts.js';

export type PreflightServer = {
  readonly session: Session;
  readonly flavor: Flavor;
  /** What is known about how it boots, beside what it says itself. */
  readonly restart?: RestartEvidence;
};

export type PreflightServers = Readonly<Record<Side, PreflightServer>> & {
  readonly replicas: readonly (PreflightServer & { readonly key: ReplicaKey })[];
  /** The schema whose tables are changed. */
  readonly database: string;
  /** What the run will use as far as the caller knows; what the servers hold may call for more. */
  readonly features: ReadonlySet<Feature>;
};

/** Throws ServerError when a server cannot be asked for another reason than a missing privilege. */
export async function readPreflightFacts({
  a,
  b,
  replicas,
  ...asked
}: PreflightServers): Promise<Pick<PairFacts, 'a' | 'b' | 'replicas'>> {
  // Replicas are read before their sides: what they apply in between is not of their own making.
  const below = await Promise.all(replicas.map(async replica => readReplica(replica, asked)));
  const first = await Promise.all([readExecuted(a), readExecuted(b)]);
  const facts = await Promise.all([readServer(a, asked), readServer(b, asked)]);
  // Both first readings are over before either of these: see `ExecutedSets`.
  const last = await Promise.all([readExecuted(a), readExecuted(b)]);
  return {
    a: { ...facts[0], executed: { first: first[0], last: last[0] } },
    b: { ...facts[1], executed: { first: first[1], last: last[1] } },
    replicas: below,
  };
}

type Asked = Pick<PreflightServers, 'database' | 'features'>;

async function readReplica(
  server: PreflightServer & { readonly key: ReplicaKey },
  asked: Asked,
): Promise<ReplicaFacts> {
  const executed = await readExecuted(server);
  const facts = await readServer(server, asked);
  // Events sleep there whatever happens: nothing is done in the name of their definers.
  const required = facts.required.filter(({ feature }) => feature !== 'definers');
  return { key: server.key, facts: { ...facts, required, executed: { first: executed, last: executed } } };
}

async function readExecuted({ session, flavor }: PreflightServer): Promise<GtidSet> {
  return flavor.readServer((await session.row(flavor.serverQuery)) ?? {}).executed;
}

async function readServer(
  { session, flavor, restart }: PreflightServer,
  { database, features }: Asked,
): Promise<Omit<PreflightFacts, 'executed'>> {
  const preflight = preflightOf(flavor);
  const [identity, replication, workload, events, { hiddenPrograms, ...programs }, grants] =
    await Promise.all([
      readIdentity(session, flavor, restart),
      readReplicationFacts(session, flavor),
      readWorkloadFacts(session, flavor, database),
      readEventFacts(session, flavor),
      readProgramFacts(session, preflight, database),
      readOwnGrants(session),
    ]);
  // By itself: what the others read must not be in its transaction.
  const showsTransactions = await ifAllowed(() => seesTransactions(session, flavor));
  const used = new Set<Feature>([
    ...features,
    ...(hiddenPrograms ? (['programs'] as const) : []),
    ...(events.all.some(event => isForeign(event, identity.account)) ? (['definers'] as const) : []),
  ]);
  return {
    label: session.label,
    series: flavor.label,
    ...identity,
    ...replication,
    ...workload,
    showsTransactions,
    events,
    ...programs,
    grants: {
      ...grants,
      literalNames: identity.settings.partialRevokes,
    },
    required: dbshiftPrivileges(flavor.name, database, used),
    repairs: { ...preflight.repairs, eventAsleep: flavor.eventAsleep },
  };
}

/** One that a person disabled is not touched. */
function isForeign({ status, definer }: ScheduledEvent, account: string): boolean {
  return status !== 'disabled' && quoteAccount(definer) !== account;
}

async function readIdentity(session: Session, flavor: Flavor, restart?: RestartEvidence) {
  const preflight = preflightOf(flavor);
  const [place, server, origin, variables] = await Promise.all([
    session.row(`SELECT VERSION() AS version, @@hostname AS hostname, @@port AS port, @@datadir AS dataDir,
  CURRENT_USER() AS account`),
    session.row(flavor.serverQuery),
    session.row(preflight.originQuery, ['read_only']),
    session.rows('SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)', [preflight.variables]),
  ]);
  const { identity, readOnly } = flavor.readServer(server ?? {});
  const now = { on: readOnly, origin: originOf(String(origin?.origin)), bootedAt: identity.bootedAt };
  const afterBoot = await readAfterBoot({
    session,
    flavor,
    now,
    ...(restart === undefined ? {} : { restart }),
  });
  return {
    version: String(place?.version),
    place: {
      hostname: String(place?.hostname),
      port: Number(place?.port),
      dataDir: String(place?.dataDir),
    },
    account: quoteAccount(String(place?.account)),
    serverId: identity.serverId,
    uuid: identity.uuid,
    readOnly: { on: now.on, origin: now.origin, afterBoot },
    settings: preflight.readSettings(
      new Map(variables.map(row => [String(row.Variable_name).toLowerCase(), String(row.Value)])),
    ),
  };
}

/** A healthy pair as preflight knows it; a test changes what it is about. */

import { parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import type { Side } from '../../src/pair/side.js';
import type { PreflightInput } from '../../src/preflight/run-preflight.js';
import type { PreflightFacts, ReplicationLink, Settings } from '../../src/preflight/server-facts.js';

const executed = parseMariadbGtidSet({ binlogState: '0-1-5', slavePos: '0-1-5' });

export const healthySettings: Settings = {
  binlog: { on: true, format: 'ROW', image: 'FULL', logsApplied: true, expireSeconds: 0, maxTotalBytes: 0 },
  gtid: { kind: 'mariadb', domainId: 0, strict: true },
  syncBinlog: 1,
  flushLogAtCommit: 1,
  clustering: null,
  semiSync: { source: false, replica: false, timeoutMs: 10_000, timeoutName: 'rpl_semi_sync_master_timeout' },
  ddlVariables: new Map([['innodb_strict_mode', 'ON']]),
  skippedErrors: '',
  idempotentApplier: false,
  partialRevokes: false,
  skipReplicaStart: null,
  performanceSchema: null,
};

export function linkTo(serverId: number): ReplicationLink {
  return {
    name: '',
    source: `10.0.0.${serverId}:3306`,
    user: 'repl',
    sourceServerId: serverId,
    sourceUuid: null,
    receiver: 'running',
    applier: 'running',
    error: null,
    delaySeconds: 0,
    secondsBehind: 0,
    usesGtid: true,
    filters: [],
  };
}

export function healthyServer(side: Side): PreflightFacts {
  const serverId = side === 'a' ? 1 : 2;
  return {
    label: `server ${side} (10.0.0.${serverId}:3306)`,
    series: 'mariadb 10.11',
    version: '10.11.19-MariaDB',
    place: { hostname: `host-${side}`, port: 3306, dataDir: '/var/lib/mysql/' },
    serverId,
    uuid: null,
    readOnly:
      side === 'a'
        ? { on: false, origin: 'set', afterBoot: 'closed' }
        : { on: true, origin: 'option-file', afterBoot: 'closed' },
    settings: healthySettings,
    executed: { first: executed, last: executed },
    links: [linkTo(3 - serverId)],
    binlogFilters: [],
    binlogBytes: 2 ** 20,
    readers: [{ thread: 5, user: 'repl', host: `10.0.0.${3 - serverId}:40000` }],
    transactions: [],
    showsTransactions: null,
    preparedXa: [],
    foreignEngines: [],
    events: {
      all: [],
      recollated: [],
      scheduler: { state: 'ON', origin: 'option-file' },
      accounts: ['app@127.0.0.1'],
      systemUsers: [],
    },
    definerPrograms: [],
    bypassAccounts: [],
    account: "'dbshift'@'10.0.0.9'",
    grants: { grants: [], restrictions: [], roles: [], literalNames: false },
    required: [],
    repairs: {
      eventAsleep: 'DISABLE ON SLAVE',
      followByGtid: 'follow',
      noDelay: 'undelay',
      defaultRole: account => `activate ${account}`,
    },
  };
}

/** A pair with `changes` to its servers and to the input. */
export function pairWith(
  changes: { readonly a?: Partial<PreflightFacts>; readonly b?: Partial<PreflightFacts> } = {},
  input: Partial<Omit<PreflightInput, 'a' | 'b'>> = {},
): PreflightInput {
  return {
    a: { ...healthyServer('a'), ...changes.a },
    b: { ...healthyServer('b'), ...changes.b },
    replicas: [],
    pointer: { kind: 'names', side: 'a', generation: 1 },
    database: 'app',
    limits: { lagMs: 1000, catchUpStallMs: 600_000, longTransactionMs: 10_000 },
    goal: 'migrate',
    resumes: false,
    ...input,
  };
}

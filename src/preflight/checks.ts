/** All checks, in the order in which their findings are told: what explains most comes first. */
import { autoStart } from './checks/auto-start.js';
import { binlog } from './checks/binlog.js';
import { binlogReaders } from './checks/binlog-readers.js';
import { bypassAccounts } from './checks/bypass-accounts.js';
import { clustering } from './checks/clustering.js';
import { ddlDefaults } from './checks/ddl-defaults.js';
import { definerPrograms } from './checks/definer-programs.js';
import { durability } from './checks/durability.js';
import { engines } from './checks/engines.js';
import { errantTransactions } from './checks/errant-transactions.js';
import { eventDefiners } from './checks/event-definers.js';
import { eventScheduler } from './checks/event-scheduler.js';
import { gtid } from './checks/gtid.js';
import { lag } from './checks/lag.js';
import { longTransactions } from './checks/long-transactions.js';
import { performanceSchema } from './checks/performance-schema.js';
import { preparedXa } from './checks/prepared-xa.js';
import { privileges } from './checks/privileges.js';
import { readOnlyOption } from './checks/read-only-option.js';
import { replicas, replicasFollow } from './checks/replicas.js';
import { replicationRunning } from './checks/replication-running.js';
import { replicationSource } from './checks/replication-source.js';
import { retention } from './checks/retention.js';
import { roles } from './checks/roles.js';
import { sameServer } from './checks/same-server.js';
import { scheduledEvents } from './checks/scheduled-events.js';
import { semiSync } from './checks/semi-sync.js';
import { serverIds } from './checks/server-ids.js';
import { versions } from './checks/versions.js';
import type { Check } from './pair-facts.js';

export const checks: readonly Check[] = [
  sameServer,
  versions,
  serverIds,
  ddlDefaults,
  clustering,
  semiSync,
  privileges,
  roles,
  binlog,
  gtid,
  replicationSource,
  replicationRunning,
  errantTransactions,
  lag,
  retention,
  durability,
  autoStart,
  performanceSchema,
  readOnlyOption,
  bypassAccounts,
  definerPrograms,
  scheduledEvents,
  eventScheduler,
  eventDefiners,
  engines,
  longTransactions,
  preparedXa,
  binlogReaders,
  replicas,
  replicasFollow,
];

/**
 * Those about the state of the moment. A run changes it itself (it stops appliers, closes servers), so it is judged
 * before a new run only; while one is open the engine's rules look at all of this again and again.
 */
export const momentChecks: ReadonlySet<Check> = new Set([
  roles,
  replicationRunning,
  errantTransactions,
  lag,
  longTransactions,
  readOnlyOption,
  replicasFollow,
  scheduledEvents,
  eventScheduler,
  eventDefiners,
]);

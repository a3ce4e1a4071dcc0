/** MariaDB 10.11 and 11.x. Each was taken away alone on 10.11 and 11.8: a run cannot be done without it. */
import type { Privilege } from './privilege.js';
import {
  databasePrivileges,
  deployPrivileges,
  journalPrivileges,
  onServer,
  onTable,
  scratchPrivileges,
  server,
} from './shared-privileges.js';

/** SUPER stands for none of these: since 11.0 it contains no other privilege, and READ_ONLY ADMIN not since 10.11. */
export function mariadbPrivileges(database: string): readonly Privilege[] {
  return [
    server('READ_ONLY ADMIN', 'closes and opens servers for writes, and changes the passive'),
    server('BINLOG ADMIN', 'keeps the statements of a leg out of the binlog'),
    server('BINLOG MONITOR', 'reads the state of the binlog'),
    server('REPLICATION SLAVE ADMIN', 'stops and starts replication'),
    server('SLAVE MONITOR', 'reads the state of replication'),
    server('CONNECTION ADMIN', 'ends sessions of the application after a flip'),
    server('PROCESS', 'sees the transactions and statements of others'),
    server('RELOAD', 'closes the active for everybody (FLUSH TABLES WITH READ LOCK)'),
    ...databasePrivileges(database, 'mariadb'),
    ...journalPrivileges,
    ...['global_priv', 'roles_mapping'].map(
      (table): Privilege => ({
        name: 'SELECT',
        place: onTable(table),
        why: 'sees which accounts write on a read-only server',
        feature: 'runs',
      }),
    ),
    ...scratchPrivileges('mariadb'),
    {
      name: 'SELECT',
      place: onTable('proc'),
      why: 'reads stored programs of other definers',
      feature: 'programs',
    },
    {
      name: 'SET USER',
      place: onServer,
      why: 'keeps the definers of what a migration makes anew and of events that a flip moves',
      feature: 'definers',
    },
    {
      name: 'REPLICATION MASTER ADMIN',
      place: onServer,
      why: 'asks a side for the servers below it (SHOW SLAVE HOSTS)',
      feature: 'discovery',
    },
    ...deployPrivileges(database),
  ];
}

/** MySQL 8.0.26 and later. Each was taken away alone on 9.7: a run cannot be done without it. */
import type { Place, Privilege } from './privilege.js';
import {
  databasePrivileges,
  deployPrivileges,
  journalPrivileges,
  onServer,
  onTable,
  scratchPrivileges,
  server,
} from './shared-privileges.js';

export function mysqlPrivileges(database: string): readonly Privilege[] {
  return [
    server('SYSTEM_VARIABLES_ADMIN', 'closes and opens servers for writes, and keeps legs out of the binlog'),
    server('CONNECTION_ADMIN', 'changes the passive, and ends sessions of the application after a flip'),
    server('REPLICATION_SLAVE_ADMIN', 'stops and starts replication'),
    server('REPLICATION CLIENT', 'reads the state of replication and of the binlog'),
    server('PROCESS', 'sees the transactions and statements of others'),
    server('XA_RECOVER_ADMIN', 'sees prepared XA transactions'),
    {
      ...server(
        'FLUSH_TABLES',
        'reads rows at a known position (FLUSH TABLES WITH READ LOCK for milliseconds)',
      ),
      or: ['RELOAD'],
    },
    ...databasePrivileges(database, 'mysql'),
    ...journalPrivileges,
    ...accountTables.map(
      ([table, columns]): Privilege => ({
        name: 'SELECT',
        place: onTable(table, columns),
        why: 'sees which accounts write on a read-only server',
        feature: 'runs',
      }),
    ),
    ...['events_transactions_current', 'threads'].map(
      (table): Privilege => ({
        name: 'SELECT',
        place: watched(table),
        why: 'sees XA transactions that could still write on a closed server',
        feature: 'runs',
      }),
    ),
    ...scratchPrivileges('mysql'),
    {
      name: 'SHOW_ROUTINE',
      place: onServer,
      why: 'reads stored programs of other definers',
      feature: 'programs',
    },
    {
      name: 'SET_ANY_DEFINER',
      or: ['SET_USER_ID'],
      place: onServer,
      why: 'keeps the definers of what a migration makes anew and of events that a flip moves',
      feature: 'definers',
    },
    {
      name: 'REPLICATION SLAVE',
      place: onServer,
      why: 'asks a side for the servers below it (SHOW REPLICAS)',
      feature: 'discovery',
    },
    ...deployPrivileges(database),
    {
      name: 'LOCK TABLES',
      place: { kind: 'schema', schema: database },
      why: 'replaces a trigger while no row can pass without it',
      feature: 'deploys',
    },
    ...['events_stages_current', 'setup_consumers'].map(table => progress('SELECT', table)),
    progress('UPDATE', 'setup_consumers'),
    {
      ...progress('SELECT', 'replication_applier_status_by_worker'),
      why: 'tells why an applier stopped',
    },
  ];
}

function watched(table: string): Place {
  return { kind: 'table', schema: 'performance_schema', table };
}

function progress(name: string, table: string): Privilege {
  return { name, place: watched(table), why: 'tells how far a running DDL is', feature: 'progress' };
}

/** Column by column where the table also holds password hashes. */
const accountTables: readonly (readonly [string, (readonly string[])?])[] = [
  [
    'user',
    [
      ...['User', 'Host', 'account_locked', 'Super_priv', 'Grant_priv'],
      ...[
        'Insert_priv',
        'Update_priv',
        'Delete_priv',
        'Create_priv',
        'Drop_priv',
        'Alter_priv',
        'Execute_priv',
      ],
    ],
  ],
  ['global_grants'],
  ['role_edges'],
];

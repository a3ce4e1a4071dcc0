/** What the account of dbshift needs on both flavors alike: in the database, in its own schemas, of the catalogs. */
import type { Feature, Place, Privilege } from './privilege.js';

/** Names of scratch schemas begin so; the rest is random. */
export const scratchPrefix = 'dbshift_scratch_';

export const onServer: Place = { kind: 'server' };

/** On the whole server, for every run. */
export function server(name: string, why: string): Privilege {
  return { name, place: onServer, why, feature: 'runs' };
}

export function onTable(table: string, columns?: readonly string[]): Place {
  return { kind: 'table', schema: 'mysql', table, ...(columns === undefined ? {} : { columns }) };
}

/** What migrations may consist of, the records of them, and the comparison of both sides. */
export function databasePrivileges(database: string): readonly Privilege[] {
  const place = { kind: 'schema', schema: database } as const;
  return [
    ...withReason(place, 'runs', 'runs migrations', migrationPrivileges),
    ...withReason(place, 'runs', 'sees and records what migrations have made', [
      ...['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      ...['SHOW VIEW', 'EVENT'],
    ]),
    ...withReason(place, 'runs', 'compares tables without a key', ['LOCK TABLES']),
  ];
}

const migrationPrivileges = [
  ...['CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES', 'TRIGGER', 'CREATE VIEW'],
  ...['CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE'],
];

export const journalPrivileges: readonly Privilege[] = withReason(
  { kind: 'schema', schema: 'dbshift' },
  'runs',
  'keeps the journal of a run',
  ['SELECT', 'INSERT', 'CREATE'],
);

/** A migration is tried there with all that it may do; programs are not copied to a server with other data. */
export const scratchPrivileges: readonly Privilege[] = withReason(
  { kind: 'schemas', prefix: scratchPrefix },
  'scratch',
  'tries migrations in scratch schemas on the passive',
  [...migrationPrivileges, 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'SHOW VIEW'],
);

function withReason(
  place: Place,
  feature: Feature,
  why: string,
  names: readonly string[],
): readonly Privilege[] {
  return names.map(name => ({ name, place, why, feature }));
}

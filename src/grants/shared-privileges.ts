/** What the account of dbshift needs on both flavors alike: in the database, in its own schemas, of the catalogs. */
import type { FlavorName } from '../flavor/flavor.js';
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
export function databasePrivileges(database: string, flavor: FlavorName): readonly Privilege[] {
  const place = { kind: 'schema', schema: database } as const;
  return [
    ...withReason(place, 'runs', 'runs migrations', migrationPrivileges[flavor]),
    ...withReason(place, 'runs', 'sees and records what migrations have made', [
      ...['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      ...['SHOW VIEW', 'EVENT'],
    ]),
  ];
}

const structure = [
  ...['CREATE', 'ALTER', 'DROP', 'INDEX', 'TRIGGER', 'CREATE VIEW'],
  ...['CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE'],
];

/** MariaDB knows REFERENCES and asks nobody for it (10.11 and 11.8, tested). */
const migrationPrivileges: Readonly<Record<FlavorName, readonly string[]>> = {
  mariadb: structure,
  mysql: [...structure, 'REFERENCES'],
};

export const journalPrivileges: readonly Privilege[] = withReason(
  { kind: 'schema', schema: 'dbshift' },
  'runs',
  'keeps the journal of a run',
  ['SELECT', 'INSERT', 'CREATE'],
);

/** On both flavors: a program that was dropped gets back what others were granted on it alone. */
export function deployPrivileges(database: string): readonly Privilege[] {
  return [
    {
      name: 'SELECT',
      place: onTable('procs_priv'),
      why: 'sees who was granted a procedure or function alone',
      feature: 'deploys',
    },
    {
      name: 'GRANT OPTION',
      place: { kind: 'schema', schema: database },
      why: 'gives such grants back where a program had to be dropped',
      feature: 'deploys',
    },
  ];
}

/** A migration is tried there with all that it may do; programs are not copied to a server with other data. */
export function scratchPrivileges(flavor: FlavorName): readonly Privilege[] {
  const place = { kind: 'schemas', prefix: scratchPrefix } as const;
  const names = [
    ...migrationPrivileges[flavor],
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'SHOW VIEW',
    'EVENT',
  ];
  return withReason(place, 'scratch', 'tries migrations in scratch schemas on the passive', names);
}

function withReason(
  place: Place,
  feature: Feature,
  why: string,
  names: readonly string[],
): readonly Privilege[] {
  return names.map(name => ({ name, place, why, feature }));
}

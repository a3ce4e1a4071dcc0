/** What the account of dbshift needs on both flavors alike, and how such needs are written. */
import type { RequiredPrivilege } from './server-facts.js';

/** On the whole server unless a place is given. */
export function required(
  anyOf: string | readonly [string, ...string[]],
  why: string,
  place: { readonly schema: string; readonly table: string | null } | null = null,
): RequiredPrivilege {
  const names = typeof anyOf === 'string' ? ([anyOf] as const) : anyOf;
  return { anyOf: names, schema: place?.schema ?? null, table: place?.table ?? null, why };
}

const inDatabase = [
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES', 'TRIGGER'],
  ...['CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE', 'EVENT', 'LOCK TABLES'],
];

export function privilegesIn(database: string): readonly RequiredPrivilege[] {
  const place = { schema: database, table: null };
  return inDatabase.map(privilege => required(privilege, 'runs migrations and compares rows', place));
}

export const journalPrivileges: readonly RequiredPrivilege[] = ['SELECT', 'INSERT', 'CREATE'].map(privilege =>
  required(privilege, 'keeps the journal of a run', { schema: 'dbshift', table: null }),
);

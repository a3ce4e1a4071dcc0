/**
 * The account in which migrations run in a workspace: made for it, with rights on its schemas and on nothing else, so
 * that the server itself stops what would leave them, however it is written: by its name, by `USE`, in a trigger, a
 * view or a procedure. What it makes belongs to it, so nothing there acts for anybody else.
 */

import { ConfigError } from '../errors.js';
import { quoteAccount } from '../grants/account-name.js';
import { grantStatements } from '../grants/grant-statements.js';
import { isConfined } from '../grants/is-confined.js';
import { scratchPrivileges } from '../grants/shared-privileges.js';
import { randomPassword } from '../sandbox/secrets.js';
import { type Session, withSession } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { readOwnGrants } from '../server/own-account.js';

export type Confinement = {
  /** Of the server, as the account that `control` has. */
  readonly endpoint: Endpoint;
  readonly mariadb: boolean;
  readonly user: string;
  readonly schemas: readonly string[];
};

/**
 * Throws ServerError where our own account may not make it, and ConfigError where the server gives it more than it was
 * granted. Nothing stays behind then.
 */
export async function makeConfinedAccount(control: Session, place: Confinement): Promise<Endpoint> {
  // Its end satisfies what servers demand of passwords.
  const password = `${randomPassword()}-aA1`;
  const { user, schemas, endpoint } = place;
  await control.rows(`CREATE USER ${accountOf(user)} IDENTIFIED BY ?`, [password]);
  try {
    for (const sql of await grantsFor(control, place)) await control.send(sql);
    const account = { ...endpoint, user, password };
    if (await withSession(account, session => staysWithin(session, name => schemas.includes(name))))
      return account;
    throw new ConfigError(`${endpoint.label}: a new account there can reach more than it is granted`, {
      hint: 'take away mandatory roles and what is granted to everybody (also on `test`), or name another server',
    });
  } catch (error) {
    await dropConfinedAccount(control, user);
    throw error;
  }
}

export async function dropConfinedAccount(control: Session, user: string): Promise<void> {
  await control.send(`DROP USER IF EXISTS ${accountOf(user)}`);
}

/**
 * Whether the account of a session reaches nothing but such schemas. What everybody may do stands in no SHOW GRANTS
 * (rows of mysql.db without a user): so the schemas that it sees count as well.
 */
export async function staysWithin(session: Session, isOwn: (schema: string) => boolean): Promise<boolean> {
  if (!isConfined(await readOwnGrants(session), isOwn)) return false;
  const seen = await session.rows<{ readonly name: string }>(
    'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA',
  );
  return seen.every(({ name }) => seenByAll.has(name.toLowerCase()) || isOwn(name));
}

const seenByAll: ReadonlySet<string> = new Set(['information_schema', 'performance_schema']);

function accountOf(user: string): string {
  return quoteAccount(`${user}@%`);
}

async function grantsFor(
  control: Session,
  { mariadb, user, schemas }: Confinement,
): Promise<readonly string[]> {
  const variable = await control.row(`SHOW GLOBAL VARIABLES LIKE 'partial_revokes'`);
  const names = scratchPrivileges(mariadb ? 'mariadb' : 'mysql').map(({ name }) => name);
  const privileges = schemas.flatMap(schema =>
    names.map(name => ({ name, place: { kind: 'schema', schema } as const })),
  );
  return grantStatements(privileges, { account: accountOf(user), literalNames: variable?.Value === 'ON' });
}

/** The registry of the balancer on a real server: its tables, the owner of its programs, and the programs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountGrants, type GranteeKind, type GrantsRequest } from '../../src/grants/account-grants.js';
import { features } from '../../src/grants/privilege.js';
import { listMigrationFiles, type MigrationFile } from '../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import { runKnexMigration } from '../../src/migrate/recorder.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { parseSqlMigration } from '../../src/sql/migration-file.js';
import { splitSql, statementsOf } from '../../src/sql/split.js';

/** AVA runs in the root of the project. */
export const registrySettings = defaultMigrationSettings([join(process.cwd(), 'migrations')]);

const procedures = ['register_lb', 'deregister_lb', 'expire_lb'];

/** On the session's database, which must be empty. */
export async function makeRegistry(session: Session, { flavor }: Pick<ServerImage, 'flavor'>): Promise<void> {
  for (const file of await listMigrationFiles(registrySettings)) await runMigration(session, file, 'up');
  const [owner] = accountGrants('balancer-client', requestFor(flavor)).parts;
  for (const sql of owner?.statements ?? []) await session.send(sql);
  for (const name of procedures) {
    const path = join(process.cwd(), 'procedures', `${name}.sql`);
    for (const { text } of statementsOf(splitSql(await readFile(path, 'utf8'), path)))
      await session.send(text);
  }
}

export async function runMigration(
  session: Session,
  file: MigrationFile,
  direction: 'up' | 'down',
): Promise<void> {
  if (file.kind === 'knex') {
    const send = ({ sql, options }: { sql: string; options: object }) =>
      session.driver.query({ sql, ...options });
    await runKnexMigration({ file, direction, session, database: 'app', settings: registrySettings, send });
  } else {
    const { [direction]: statements } = parseSqlMigration(await readFile(file.path, 'utf8'), file.name);
    for (const { text } of statements ?? []) await session.send(text);
  }
}

/** What `dbshift grants` prints for an account, as a person sends it: with a password. */
export function pasted(
  kind: GranteeKind,
  flavor: ServerImage['flavor'],
  password: string,
): readonly string[] {
  return accountGrants(kind, requestFor(flavor))
    .parts.flatMap(({ statements }) => statements)
    .map(sql => sql.replace('<password>', `'${password}'`));
}

function requestFor(flavor: ServerImage['flavor']): GrantsRequest {
  const account = { user: 'shifter', host: '127.0.0.1', tls: false };
  return { flavor, database: 'app', literalNames: false, features: new Set(features), ...account };
}

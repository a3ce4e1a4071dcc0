/**
 * Reads what a database looks like from its server's catalogs. The engine does so on every look, so everything
 * that information_schema gives in bulk is one query; only SHOW CREATE is asked per table (200 tables, 2,000
 * columns, MariaDB 10.11: 50 ms). The result is the same for a live database and for its copy in a scratch
 * schema. It does not judge, and it knows no version: where servers differ, it looks at the columns they return.
 */
import type { Structure, Table } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { canonicalCharset, parseColumn } from './catalog-column.js';
import { parseChecks, parseForeignKeys, parseKeys } from './catalog-constraints.js';
import { describeEvent, describeTrigger } from './catalog-programs.js';
import { normaliseCreateTable, normaliseView, partitioningOf } from './catalog-text.js';
import type { Row, Session } from './connection.js';
import { errno } from './errno.js';
import { withReadingSession } from './reading-session.js';
import { isErrno } from './server-error.js';

/**
 * The structure of `database` as the server of `session` tells it. The session's default database is `database`
 * while this reads (views are printed relative to it) and put back after. Throws ServerError; also when tables
 * come and go so fast that three readings in a row met a table that had just been dropped.
 */
export async function readStructure(session: Session, database: string): Promise<Structure> {
  return withReadingSession(session, database, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readOnce(session, database);
      } catch (error) {
        if (attempt === 3 || !isErrno(error, errno.noSuchTable)) throw error;
      }
    }
  });
}

async function readOnce(session: Session, database: string): Promise<Structure> {
  const [catalog, listed] = await Promise.all([
    readCatalog(session, database),
    listTables(session, database),
  ]);
  const texts = await Promise.all(listed.map(row => readCreateText(session, row)));
  const tables: Record<string, Table> = {};
  const others: Record<string, string> = { ...catalog.others };
  for (const [index, row] of listed.entries()) {
    const name = String(row.name);
    const text = texts[index] ?? '';
    if (row.type === 'VIEW') others[`view:${name}`] = normaliseView(text, database);
    else if (row.type === 'SEQUENCE') others[`sequence:${name}`] = text;
    else tables[name] = assembleTable(row, normaliseCreateTable(text, database), catalog);
  }
  return { tables, others };
}

/** Rows of information_schema, grouped by table. */
type Catalog = {
  readonly columns: ReadonlyMap<string, readonly Row[]>;
  readonly keys: ReadonlyMap<string, readonly Row[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly Row[]>;
  readonly checks: ReadonlyMap<string, readonly Row[]>;
  readonly others: Readonly<Record<string, string>>;
};

async function readCatalog(session: Session, database: string): Promise<Catalog> {
  const ask = (sql: string) => session.rows(sql, [database]);
  const [columns, keys, foreignKeys, checks, triggers, events, schemata] = await Promise.all([
    ask('SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY ORDINAL_POSITION'),
    ask('SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY SEQ_IN_INDEX'),
    ask(foreignKeyQuery),
    readChecks(session, database),
    ask('SELECT * FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY ACTION_ORDER'),
    ask('SELECT * FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?'),
    ask('SELECT * FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?'),
  ]);
  return {
    columns: byTable(columns),
    keys: byTable(keys),
    foreignKeys: byTable(foreignKeys),
    checks: byTable(checks),
    others: Object.fromEntries([
      ...triggers.map(describeTrigger),
      ...events.map(describeEvent),
      ...schemata.map(describeDefaults),
    ]),
  };
}

const foreignKeyQuery = `
  SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.TABLE_SCHEMA,
         k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME,
         r.DELETE_RULE, r.UPDATE_RULE
    FROM information_schema.KEY_COLUMN_USAGE k
    JOIN information_schema.REFERENTIAL_CONSTRAINTS r
      ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
     AND r.TABLE_NAME = k.TABLE_NAME
   WHERE k.TABLE_SCHEMA = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL
   ORDER BY k.ORDINAL_POSITION`;

/** MariaDB names the table of a CHECK beside it; MySQL, where the name is unique per schema, elsewhere. */
async function readChecks(session: Session, database: string): Promise<readonly Row[]> {
  const checks = await session.rows(
    'SELECT * FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?',
    [database],
  );
  if (checks.length === 0 || checks[0]?.TABLE_NAME !== undefined) return checks;
  const constraints = await session.rows(
    `SELECT * FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND CONSTRAINT_TYPE = 'CHECK'`,
    [database],
  );
  const owners = new Map(constraints.map(row => [row.CONSTRAINT_NAME, row]));
  return checks.map(row => ({ ...owners.get(row.CONSTRAINT_NAME), ...row }));
}

type ListedTable = {
  readonly name: string;
  readonly type: string;
  readonly engine: string | null;
  readonly collation: string | null;
};

function listTables(session: Session, database: string): Promise<readonly ListedTable[]> {
  return session.rows<ListedTable>(
    `SELECT TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, TABLE_COLLATION AS collation
       FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME`,
    [database],
  );
}

async function readCreateText(session: Session, { name, type }: ListedTable): Promise<string> {
  const kind = type === 'VIEW' ? 'View' : type === 'SEQUENCE' ? 'Sequence' : 'Table';
  const row = await session.row(`SHOW CREATE ${kind} ${quoteIdentifier(name)}`);
  // SHOW CREATE SEQUENCE answers with the column names of SHOW CREATE TABLE (MariaDB 10.11, tested).
  return String(row?.[`Create ${kind}`] ?? row?.['Create Table'] ?? '');
}

function assembleTable(row: ListedTable, create: string, catalog: Catalog): Table {
  const { name, engine, collation } = row;
  return {
    name,
    create,
    engine: engine ?? 'none',
    charset: canonicalCharset(collation?.split('_', 1)[0]) ?? 'none',
    columns: (catalog.columns.get(name) ?? []).map(parseColumn),
    keys: parseKeys(catalog.keys.get(name) ?? []),
    foreignKeys: parseForeignKeys(catalog.foreignKeys.get(name) ?? []),
    checks: parseChecks(catalog.checks.get(name) ?? []),
    partitioning: partitioningOf(create),
  };
}

function describeDefaults(row: Row): readonly [string, string] {
  const { DEFAULT_CHARACTER_SET_NAME: charset, DEFAULT_COLLATION_NAME: collation } = row;
  return ['database:default', `ALTER DATABASE CHARACTER SET ${charset} COLLATE ${collation}`];
}

function byTable(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, Row[]>();
  for (const row of rows) {
    const name = String(row.TABLE_NAME);
    const known = tables.get(name);
    if (known === undefined) tables.set(name, [row]);
    else known.push(row);
  }
  return tables;
}

/** How a pair must look when a run is over: both sides alike, everything running, nothing of the run left behind. */
import { type Side, sides } from '../../../src/pair/side.js';
import type { Session } from '../../../src/server/connection.js';
import { until } from '../until.js';
import { readContents, readPosition } from './read-contents.js';

export type Roots = Readonly<Record<Side, Session>>;

/** Waits until both servers have the same transactions. Rejects when that does not come, or cannot come any more. */
export async function waitSettled(roots: Roots): Promise<void> {
  let broken = '';
  const settled = async () => {
    for (const side of sides) broken ||= await replicationError(roots[side]);
    return broken !== '' || (await readPosition(roots.a)) === (await readPosition(roots.b));
  };
  await until('both servers have the same transactions', settled, { withinMs: 60_000 });
  if (broken !== '') throw new Error(`replication is broken: ${broken}`);
}

async function replicationError(session: Session): Promise<string> {
  return String((await session.row('SHOW REPLICA STATUS'))?.Last_SQL_Error ?? '');
}

export type WantedEnd = {
  readonly database: string;
  readonly active: Side;
  /** Whether privileged accounts must be locked out of the passive, as they were before (MySQL). */
  readonly locked?: boolean;
};

/** Sentences about what is not as it must be. To be asked when nobody writes and both servers have everything. */
export async function inspectEnd(
  roots: Roots,
  { database, active, locked = false }: WantedEnd,
): Promise<readonly string[]> {
  const found: string[] = await compare(roots, database);
  for (const side of sides) {
    const session = roots[side];
    const wrong = [
      ...(await inspectSettings(session, { closed: side !== active, locked: side !== active && locked })),
      ...(await inspectReplication(session)),
      ...(await inspectSessions(session)),
      ...(await inspectKnexLock(session, database)),
    ];
    found.push(...wrong.map(what => `${side}: ${what}`));
  }
  return found;
}

async function compare(roots: Roots, database: string): Promise<string[]> {
  const [a, b] = [await readContents(roots.a, database), await readContents(roots.b, database)];
  const names = [...new Set([...Object.keys(a.tables), ...Object.keys(b.tables)])];
  const found: string[] = [];
  for (const name of names) {
    if (a.tables[name] !== b.tables[name])
      found.push(`table ${name} differs\na: ${a.tables[name]}\nb: ${b.tables[name]}`);
    const onBoth = name in a.tables && name in b.tables;
    if (onBoth && a.checksums[name] !== b.checksums[name])
      found.push(...(await compareRows(roots, `\`${database}\`.\`${name}\``)));
  }
  return found;
}

/**
 * A checksum that differs is a reason to look, no more: MariaDB's CHECKSUM TABLE has told a table with a generated
 * column from its like although every value is the same (10.11, seen after faults during its ALTER).
 */
async function compareRows(roots: Roots, table: string): Promise<readonly string[]> {
  const [a, b] = [await readTexts(roots.a, table), await readTexts(roots.b, table)];
  const [onA, onB] = [without(a, b), without(b, a)];
  if (a.length === b.length && onA.length + onB.length === 0) return [];
  const few = [...onA.slice(0, 3).map(row => `a: ${row}`), ...onB.slice(0, 3).map(row => `b: ${row}`)];
  const counts = `${a.length} on a, ${onA.length} only there; ${b.length} on b, ${onB.length} only there`;
  return [[`rows of ${table} differ: ${counts}`, ...few].join('\n')];
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return rows.filter(row => !known.has(row));
}

async function readTexts(session: Session, table: string): Promise<readonly string[]> {
  return (await session.rows(`SELECT * FROM ${table}`)).map(row => JSON.stringify(row));
}

/** `super_read_only` and the consumers of stages are MySQL's; the old name of the conversions both have. */
async function inspectSettings(
  session: Session,
  { closed, locked }: { readonly closed: boolean; readonly locked: boolean },
): Promise<readonly string[]> {
  const wanted = {
    read_only: closed ? 'ON' : 'OFF',
    super_read_only: locked ? 'ON' : 'OFF',
    slave_type_conversions: '',
  };
  const rows = await session.rows<{ Variable_name: keyof typeof wanted; Value: string }>(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('${Object.keys(wanted).join("', '")}')`,
  );
  const stages = await session.row(
    "SELECT ENABLED FROM performance_schema.setup_consumers WHERE NAME = 'events_stages_current'",
  );
  const scratch = await session.rows(
    "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'dbshift\\_scratch%'",
  );
  return [
    ...rows
      .filter(({ Variable_name: name, Value }) => Value !== wanted[name])
      .map(({ Variable_name: name, Value }) => `${name} is ${Value}`),
    ...(stages?.ENABLED === 'YES' ? ['the consumer of stages is on'] : []),
    ...(scratch.length === 0 ? [] : [`${scratch.length} scratch schemas are left`]),
  ];
}

/** MariaDB calls its threads by the old word. */
async function inspectReplication(session: Session): Promise<readonly string[]> {
  const row = await session.row('SHOW REPLICA STATUS');
  const word = row !== undefined && 'Slave_IO_Running' in row ? 'Slave' : 'Replica';
  const wanted = {
    [`${word}_IO_Running`]: 'Yes',
    [`${word}_SQL_Running`]: 'Yes',
    SQL_Delay: 0,
    Last_IO_Error: '',
    Last_SQL_Error: '',
  };
  return Object.entries(wanted)
    .filter(([name, value]) => row?.[name] !== value)
    .map(([name]) => `${name} is ${row?.[name]}`);
}

/** A session that was just closed may be listed for a moment. */
async function inspectSessions(session: Session): Promise<readonly string[]> {
  const left = () =>
    session.rows<{ id: number; info: string | null }>(
      "SELECT id, info FROM information_schema.processlist WHERE user = 'dbshift'",
    );
  const gone = until('no session of dbshift is left', async () => (await left()).length === 0, {
    withinMs: 20_000,
  });
  const sessions = await gone.then(() => [], left);
  const lock = await session.row<{ free: number }>("SELECT IS_FREE_LOCK('dbshift') AS free");
  return [
    ...sessions.map(({ id, info }) => `session ${id} of dbshift is left (${info ?? 'idle'})`),
    ...(lock?.free === 1 ? [] : ['the lock of dbshift is held']),
  ];
}

async function inspectKnexLock(session: Session, database: string): Promise<readonly string[]> {
  const table = await session.row(
    "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'knex_migrations_lock'",
    [database],
  );
  if (table === undefined) return [];
  const row = await session.row<{ held: number }>(
    `SELECT MAX(is_locked) AS held FROM \`${database}\`.knex_migrations_lock`,
  );
  return row?.held === 0 ? [] : [`the lock row of knex is ${row?.held}`];
}

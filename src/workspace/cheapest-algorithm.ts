/**
 * Runs a statement that changes a table in the cheapest way its server accepts, and says which way that was. The
 * server is asked by naming the algorithm: it refuses (1845, 1846) and changes nothing, or it does the work. On
 * an empty table in its real surroundings (parents and children of foreign keys included) that is the answer for
 * the full one too, but for what hangs on the physical table: row versions (4092) and data that does not fit.
 */
import type { Algorithm } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier, quoteName } from '../sql/identifier.js';
import { openReader, type SqlName } from '../sql/reader.js';
import type { StatementClass } from '../sql/statement-class.js';

export type Cost = {
  /** Null where the server offers no choice: CREATE TABLE, RENAME TABLE and the like. */
  readonly algorithm: Algorithm | null;
  /** Whether writes go on while it runs. */
  readonly online: boolean;
};

/** Carries the statement out once. Throws ServerError, with nothing changed, when the server refuses it as it is. */
export async function runCheapest(session: Session, sql: string, classified: StatementClass): Promise<Cost> {
  const question = openQuestion(sql, classified);
  if (question === null) {
    await session.send(sql);
    return { algorithm: null, online: true };
  }
  const stated = statedClauses(sql);
  for (const { algorithm, online } of stated.algorithm === null ? await attempts(session) : []) {
    const lock = online && algorithm !== 'INSTANT' && !stated.lock ? ['LOCK=NONE'] : [];
    const outcome = await attempt(session, question([`ALGORITHM=${algorithm}`, ...lock]));
    if (outcome === 'done') return { algorithm, online: online && (!stated.lock || stated.lockNone) };
    // The clauses cannot stand here (PARTITION BY must be last), or the statement itself is wrong: see below.
    if (outcome === 'other-error') break;
  }
  await session.send(sql);
  return { algorithm: stated.algorithm ?? 'COPY', online: stated.lockNone };
}

type Question = (clauses: readonly string[]) => string;

/** The statement with clauses for its server; null for statements that have none. */
function openQuestion(sql: string, classified: StatementClass): Question | null {
  if (classified.kind !== 'ddl') return null;
  const { object, verb, name, table } = classified;
  // The clauses stand on a line of their own: the last line may end in a comment.
  if (object === 'table' && verb === 'alter') return clauses => `${sql}\n, ${clauses.join(', ')}`;
  if (object !== 'index' || name === undefined || table === undefined) return null;
  // MariaDB takes no clauses behind DROP INDEX (10.11, tested), but behind the ALTER TABLE that does the same.
  const drop = `ALTER TABLE ${quoteSqlName(table)} DROP INDEX ${quoteIdentifier(name.name)}`;
  return clauses => (verb === 'drop' ? `${drop}, ${clauses.join(', ')}` : `${sql}\n${clauses.join(' ')}`);
}

function quoteSqlName({ schema, name }: SqlName): string {
  return schema === undefined ? quoteIdentifier(name) : quoteName(schema, name);
}

type Attempt = { readonly algorithm: Algorithm; readonly online: boolean };

/** Cheapest first. MySQL has no NOCOPY, and a session can be told to copy always (MariaDB). */
async function attempts(session: Session): Promise<readonly Attempt[]> {
  const rows = await session.rows(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('alter_algorithm', 'old_alter_table', 'version')`,
  );
  const values = new Map(rows.map(row => [row.Variable_name, String(row.Value)]));
  const nocopy = /mariadb/i.test(values.get('version') ?? '');
  const copies = values.get('alter_algorithm') === 'COPY' || values.get('old_alter_table') === 'ON';
  const algorithms = copies ? [] : nocopy ? (['NOCOPY', 'INPLACE'] as const) : (['INPLACE'] as const);
  return [
    ...(copies ? [] : [{ algorithm: 'INSTANT', online: true } as const]),
    ...[...algorithms, 'COPY' as const].flatMap(algorithm => [
      { algorithm, online: true },
      { algorithm, online: false },
    ]),
  ];
}

async function attempt(session: Session, sql: string): Promise<'done' | 'refused' | 'other-error'> {
  try {
    await session.send(sql);
    return 'done';
  } catch (error) {
    const refused = isErrno(error, errno.algorithmNotSupported, errno.algorithmNotSupportedReason);
    return refused ? 'refused' : 'other-error';
  }
}

type Stated = {
  readonly algorithm: Algorithm | null;
  readonly lock: boolean;
  readonly lockNone: boolean;
};

/** Clauses that the author wrote: they are what the pair will be told, so they are not second-guessed. */
function statedClauses(sql: string): Stated {
  const reader = openReader(sql);
  let algorithm: Algorithm | null = null;
  let lock = '';
  while (reader.peek().kind !== 'end') {
    const { word } = reader.take();
    if (word !== 'ALGORITHM' && word !== 'LOCK') continue;
    reader.accept('=');
    const value = reader.peek().word;
    if (word === 'LOCK' && locks.has(value)) lock = value;
    if (word === 'ALGORITHM' && isAlgorithm(value)) algorithm = value;
  }
  return { algorithm, lock: lock !== '', lockNone: lock === 'NONE' };
}

const locks = new Set(['NONE', 'SHARED', 'EXCLUSIVE', 'DEFAULT']);

function isAlgorithm(word: string): word is Algorithm {
  return ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'].includes(word);
}

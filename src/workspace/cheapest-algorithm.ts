/**
 * Runs a statement that changes a table in the cheapest way its server accepts, and says which way that was. The
 * server is asked by naming the algorithm: it refuses (1845, 1846) and changes nothing, or it does the work. On
 * an empty table in its real surroundings (parents and children of foreign keys included) that is the answer for
 * the full one too, but for what hangs on the physical table: row versions (4092) and data that does not fit.
 */
import { type Binding, bindAlgorithm } from '../plan/bind-algorithm.js';
import type { Algorithm } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { type AlgorithmClauses, readAlgorithmClauses, takesAlgorithm } from '../sql/algorithm-clauses.js';

export type Cost = {
  /** Null where the server offers no choice: CREATE TABLE, RENAME TABLE and the like. */
  readonly algorithm: Algorithm | null;
  /** Whether writes go on while it runs. */
  readonly online: boolean;
};

/** Carries the statement out once. Throws ServerError, with nothing changed, when the server refuses it as it is. */
export async function runCheapest(session: Session, sql: string): Promise<Cost> {
  if (!takesAlgorithm(sql)) {
    await session.send(sql);
    return { algorithm: null, online: true };
  }
  const stated = readAlgorithmClauses(sql);
  const algorithm = algorithms.find(name => name === stated.algorithm);
  for (const choice of algorithm === undefined ? await choices(session) : eitherWay(algorithm)) {
    const text = bindAlgorithm(sql, choice);
    // The clauses cannot stand here (PARTITION BY must be last), or the statement itself is wrong: see below.
    const outcome = text === null ? 'other-error' : await attempt(session, text);
    if (outcome === 'done') return { ...choice, online: choice.online && mayWrite(stated) };
    if (outcome === 'other-error') break;
  }
  await session.send(sql);
  return { algorithm: algorithm ?? 'COPY', online: stated.lock === 'NONE' };
}

const algorithms: readonly Algorithm[] = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];

/** Clauses that the author wrote are what the pair will be told, so they are not second-guessed. */
function mayWrite({ lock }: AlgorithmClauses): boolean {
  return lock === null || lock === 'NONE';
}

/** Cheapest first. MySQL has no NOCOPY, and a session can be told to copy always (MariaDB). */
async function choices(session: Session): Promise<readonly Binding[]> {
  const rows = await session.rows(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('alter_algorithm', 'old_alter_table', 'version')`,
  );
  const values = new Map(rows.map(row => [row.Variable_name, String(row.Value)]));
  if (values.get('alter_algorithm') === 'COPY' || values.get('old_alter_table') === 'ON') {
    return eitherWay('COPY');
  }
  const mariadb = /mariadb/i.test(values.get('version') ?? '');
  return [
    { algorithm: 'INSTANT', online: true },
    ...(mariadb ? eitherWay('NOCOPY') : []),
    ...eitherWay('INPLACE'),
    ...eitherWay('COPY'),
  ];
}

/** With writes going on, if that can be. */
function eitherWay(algorithm: Algorithm): readonly Binding[] {
  return [true, false].map(online => ({ algorithm, online }));
}

async function attempt(session: Session, sql: string): Promise<'done' | 'refused' | 'other-error'> {
  try {
    await session.send(sql);
    return 'done';
  } catch (error) {
    const { algorithmNotSupported, algorithmNotSupportedReason, wrongUsage } = errno;
    const refused = isErrno(error, algorithmNotSupported, algorithmNotSupportedReason, wrongUsage);
    return refused ? 'refused' : 'other-error';
  }
}

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
import {
  type AlgorithmClauses,
  readAlgorithmClauses,
  takesAlgorithm,
  withClausesInFront,
} from '../sql/algorithm-clauses.js';

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
  const server = await readServer(session);
  for (const choice of algorithm === undefined ? choices(server) : eitherWay(algorithm)) {
    const text = bindAlgorithm(sql, choice) ?? askInFront(sql, choice);
    // The clauses cannot stand here (PARTITION BY must be last), or the statement itself is wrong: see below.
    const outcome = text === null ? 'other-error' : await attempt(session, text);
    if (outcome === 'scanned' && server.mariadb && choice.algorithm !== 'COPY') return copy;
    if (outcome === 'done' || outcome === 'scanned')
      return { ...choice, online: choice.online && mayWrite(stated) };
    if (outcome === 'other-error') break;
  }
  const copied = await scans(session, sql);
  return { algorithm: algorithm ?? (copied ? 'COPY' : 'INPLACE'), online: stated.lock === 'NONE' };
}

/**
 * Nothing can follow what is done to partitions, but MySQL takes the clauses in front of it (9.7, tested), and may so be
 * asked; MariaDB takes them nowhere (1064).
 */
function askInFront(sql: string, { algorithm, online }: Binding): string | null {
  const stated = readAlgorithmClauses(sql);
  if (stated.algorithm !== null || stated.lock !== null) return null;
  const lock = online && algorithm !== 'INSTANT' ? ['LOCK=NONE'] : [];
  return withClausesInFront(sql, [`ALGORITHM=${algorithm}`, ...lock]);
}

const copy: Cost = { algorithm: 'COPY', online: false };

const algorithms: readonly Algorithm[] = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];

/** Clauses that the author wrote are what the pair will be told, so they are not second-guessed. */
function mayWrite({ lock }: AlgorithmClauses): boolean {
  return lock === null || lock === 'NONE';
}

type Server = { readonly mariadb: boolean /** A session can be told to. */; readonly alwaysCopies: boolean };

async function readServer(session: Session): Promise<Server> {
  const rows = await session.rows(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('alter_algorithm', 'old_alter_table', 'version')`,
  );
  const values = new Map(rows.map(row => [row.Variable_name, String(row.Value)]));
  return {
    mariadb: /mariadb/i.test(values.get('version') ?? ''),
    alwaysCopies: values.get('alter_algorithm') === 'COPY' || values.get('old_alter_table') === 'ON',
  };
}

/** Cheapest first. MySQL has no NOCOPY. */
function choices({ mariadb, alwaysCopies }: Server): readonly Binding[] {
  if (alwaysCopies) return eitherWay('COPY');
  return [
    { algorithm: 'INSTANT', online: true },
    ...(mariadb ? eitherWay('NOCOPY') : []),
    ...eitherWay('INPLACE'),
    ...eitherWay('COPY'),
  ];
}

/**
 * MariaDB takes ALGORITHM=INSTANT for ENGINE=… of a table of another engine and for PARTITION BY, and copies every row
 * while writers wait (10.11, tested; 11.8 refuses). A copy scans the table and meets its end, also that of an empty one;
 * the other algorithms work below these counters, of which partitions have one and tables the other. MySQL does not lie so, and looks for a first row itself where a new
 * DATE NOT NULL could not be filled (9.7, tested).
 */
async function scans(session: Session, sql: string): Promise<boolean> {
  const scanned = async () => {
    const rows = await session.rows(
      `SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_first', 'Handler_read_rnd_next')`,
    );
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  const before = await scanned();
  await session.send(sql);
  return (await scanned()) > before;
}

/** With writes going on, if that can be. */
function eitherWay(algorithm: Algorithm): readonly Binding[] {
  return [true, false].map(online => ({ algorithm, online }));
}

/** `scanned`: done, and the server has read the table from end to end. */
type Outcome = 'done' | 'scanned' | 'refused' | 'other-error';

async function attempt(session: Session, sql: string): Promise<Outcome> {
  try {
    return (await scans(session, sql)) ? 'scanned' : 'done';
  } catch (error) {
    const { algorithmNotSupported, algorithmNotSupportedReason, wrongUsage } = errno;
    const refused = isErrno(error, algorithmNotSupported, algorithmNotSupportedReason, wrongUsage);
    return refused ? 'refused' : 'other-error';
  }
}

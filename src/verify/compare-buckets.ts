/**
 * Compares a table that has no key to cut it by. Its rows are put into buckets by their own checksum; a row that
 * differs keeps its bucket different however often one looks, a row that is being written changes its bucket. So
 * both sides are read again until no bucket has differed every time, and only if that does not happen the whole
 * table is locked, for as long as it takes to read it twice.
 */
import { FailedError } from '../errors.js';
import type { Session } from '../server/connection.js';
import type { ComparedRows } from './compared-rows.js';
import type { ComparedTable } from './compared-table.js';
import { type Comparison, followActive } from './comparison.js';
import { readBothLocked } from './read-both-locked.js';
import type { Role } from './role.js';

const buckets = 65_536;
const rounds = 8;
const catchUpMs = 10_000;
const holdMs = 5000;
const attempts = 5;

/** `afterRound` is called after every reading of the table, with its rows the first time. */
export async function compareBuckets(
  comparison: Comparison,
  table: ComparedTable,
  afterRound: (rows: number) => Promise<void>,
): Promise<ComparedRows> {
  let different: ReadonlySet<string> | null = null;
  for (let round = 1; round <= rounds; round++) {
    const { rows, differing } = await compareFreely(comparison, table);
    await afterRound(round === 1 ? rows : 0);
    different = different === null ? differing : intersection(different, differing);
    if (different.size === 0) return { rows, chunks: 1, retried: round - 1, differences: [] };
  }
  const { rows, equal } = await compareLocked(comparison, table);
  const differences = equal ? [] : [{ table: table.name, kind: 'contents', key: null } as const];
  return { rows, chunks: 1, retried: rounds, differences };
}

/** Count and sum of the rows of each bucket, as one text. */
type Buckets = { readonly rows: number; readonly sums: ReadonlyMap<string, string> };

async function readBuckets(session: Session, table: ComparedTable, role: Role): Promise<Buckets> {
  const rows = await session.rows(
    `SELECT s MOD ${buckets} AS bucket, COUNT(*) AS n, SUM(s) AS total
  FROM (SELECT ${table.checksum[role]} AS s FROM ${table.source[role]}) AS r GROUP BY bucket`,
  );
  return {
    rows: rows.reduce((sum, row) => sum + Number(row.n), 0),
    sums: new Map(rows.map(row => [String(row.bucket), `${row.n} ${row.total}`])),
  };
}

async function compareFreely(comparison: Comparison, table: ComparedTable) {
  const { active, passive } = comparison.sessions;
  const a = await readBuckets(active, table, 'active');
  await followActive(comparison, catchUpMs);
  return { rows: a.rows, differing: differingBuckets(a, await readBuckets(passive, table, 'passive')) };
}

function differingBuckets(a: Buckets, b: Buckets): ReadonlySet<string> {
  const all = new Set([...a.sums.keys(), ...b.sums.keys()]);
  return new Set([...all].filter(bucket => a.sums.get(bucket) !== b.sums.get(bucket)));
}

/** Throws FailedError when the table could not be locked, or the passive did not follow while it was. */
async function compareLocked(
  comparison: Comparison,
  table: ComparedTable,
): Promise<{ readonly rows: number; readonly equal: boolean }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    await followActive(comparison, catchUpMs);
    const compared = await tryLocked(comparison, table);
    if (compared !== null) return compared;
  }
  throw new FailedError(`${table.name} has no key and cannot be compared while it is written so much`, {
    hint: 'run the same command again when the active has less to do, or give the table a primary key',
  });
}

/** A lock on the table instead of on all its rows: it takes part in no deadlock, and is waited for a second only. */
async function tryLocked(comparison: Comparison, table: ComparedTable) {
  const both = await readBothLocked(comparison, {
    take: ['SET SESSION lock_wait_timeout = 1', `LOCK TABLES ${table.source.active} READ`],
    release: ['UNLOCK TABLES', 'SET SESSION lock_wait_timeout = DEFAULT'],
    holdMs,
    read: role => readBuckets(comparison.sessions[role], table, role),
  });
  if (both === null) return null;
  const [active, passive] = both;
  return { rows: active.rows, equal: differingBuckets(active, passive).size === 0 };
}

function intersection(x: ReadonlySet<string>, y: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...x].filter(bucket => y.has(bucket)));
}

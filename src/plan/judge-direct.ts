/**
 * Whether a statement may run on the active and replicate in order. What it costs there was asked from a server on
 * a copy; here it is held against the size of the real tables. Pure.
 */
import { bindAlgorithm } from './bind-algorithm.js';
import type { LiveTables } from './live-tables.js';
import type { ProposedStatement, StrategyFacts } from './strategy.js';

/** `why` for the reviewer; null where there is nothing to say. */
export type DirectJudgement = { readonly direct: boolean; readonly why: string | null };

/** Bytes per ms of an online rebuild: 50 MB/s, a careful default where these servers have not been measured. */
export const defaultRate = 50_000;

export function judgeDirect(
  statement: ProposedStatement,
  { live, directMs, measured }: Pick<StrategyFacts, 'live' | 'directMs' | 'measured'>,
): DirectJudgement {
  const { sql, kind, algorithm, online, tables } = statement;
  if (kind !== 'ddl') return direct(null);
  if (algorithm !== null && tables.length === 0) return heavy(`${algorithm} of a table that is not known`);
  if (!tables.some(name => live.bytes.has(name))) return direct('touches no existing rows');
  if (algorithm === null) return direct('must reach both servers in the order of the writes');
  const size = describeSize(tables, live);
  if (algorithm === 'INSTANT' && tables.some(name => (live.instantLeft.get(name) ?? 0) < 0))
    return heavy(`${size}: its instant changes are used up on a side, so one would rebuild it`);
  if (!online) return heavy(`${algorithm} of ${size}: writes would wait for it`);
  if (bindAlgorithm(sql, { algorithm, online }) === null)
    return heavy(`${algorithm} of ${size}: no clause can bind a server to it`);
  if (algorithm === 'INSTANT') return direct('instant on both servers');
  const ms = Math.ceil(bytesOf(tables, live) / carefulRate(measured));
  return ms <= directMs
    ? direct('online and short')
    : heavy(`${algorithm} of ${size}: about ${ms} ms, longer than limits.directMs`);
}

/**
 * Measured rates only ever make a statement flip that would have gone direct: what was fast on an idle passive says
 * little of an active under load.
 */
function carefulRate(measured: StrategyFacts['measured']): number {
  const rates = [measured?.work.rebuild, measured?.work.index].flatMap(rate => rate?.bytesPerSecond ?? []);
  return Math.min(defaultRate, ...rates.map(rate => rate / 1000));
}

function direct(why: string | null): DirectJudgement {
  return { direct: true, why };
}

function heavy(why: string): DirectJudgement {
  return { direct: false, why };
}

function describeSize(tables: readonly string[], live: LiveTables): string {
  return `${tables[0]}, ${(bytesOf(tables, live) / 1e6).toFixed(1)} MB`;
}

function bytesOf(tables: readonly string[], live: LiveTables): number {
  return Math.max(0, ...tables.map(name => live.bytes.get(name) ?? 0));
}

/** How far a comparison or a copy of rows is, by the numbers of rows that the active estimates. */
import type { Report } from '../engine/ports.js';
import type { Session } from '../server/connection.js';

type Wanted = {
  readonly database: string;
  readonly tables: readonly string[];
  readonly report: Report;
  /** Default: compare. */
  readonly doing?: 'copy';
};

export type RowProgress = {
  /** A range of a table is done, with so many rows. */
  add(table: string, rows: number): void;
  /** Why nothing is compared just now. */
  paused(why: string): void;
};

export async function rowProgress(
  session: Session,
  { database, tables, report, doing }: Wanted,
): Promise<RowProgress> {
  const expected = await estimateRows(session, database, tables);
  const begun = performance.now();
  let done = 0;
  // An estimate of InnoDB may be off by half; a share of 1 is only true at the end.
  const share = (): number => Math.min(0.99, done / Math.max(expected, done, 1));
  return {
    add: (table, rows) => {
      done += rows;
      const elapsed = performance.now() - begun;
      report({
        what: `${doing ?? 'compare'} rows of ${table}`,
        share: share(),
        etaMs: done > 0 ? Math.round((elapsed / share()) * (1 - share())) : null,
      });
    },
    paused: why => report({ what: `paused: ${why}`, share: share(), etaMs: null }),
  };
}

async function estimateRows(session: Session, database: string, tables: readonly string[]): Promise<number> {
  if (tables.length === 0) return 0;
  const row = await session.row(
    'SELECT SUM(TABLE_ROWS) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME IN (?)',
    [database, tables],
  );
  return Number(row?.n ?? 0);
}

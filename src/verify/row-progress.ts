/** How far a comparison of rows is, by the numbers of rows that the active estimates. */
import type { Report } from '../engine/ports.js';
import type { Session } from '../server/connection.js';

type Wanted = { readonly database: string; readonly tables: readonly string[]; readonly report: Report };

/** Returns what to call with a table's name and the rows that were compared since the last call. */
export async function rowProgress(
  session: Session,
  { database, tables, report }: Wanted,
): Promise<(table: string, rows: number) => void> {
  const expected = await estimateRows(session, database, tables);
  const begun = performance.now();
  let done = 0;
  return (table, rows) => {
    done += rows;
    // An estimate of InnoDB may be off by half; a share of 1 is only true at the end.
    const share = Math.min(0.99, done / Math.max(expected, done, 1));
    const elapsed = performance.now() - begun;
    report({
      what: `compare rows of ${table}`,
      share,
      etaMs: share > 0 ? Math.round((elapsed / share) * (1 - share)) : null,
    });
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

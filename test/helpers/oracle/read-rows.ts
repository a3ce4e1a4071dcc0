/** The rows of a workload's table on one server, in order of id, some ten thousand at a time. */
import type { Session } from '../../../src/server/connection.js';
import type { StoredRow } from './judge-rows.js';

const pageSize = 50_000;

/** `table` may be qualified. Columns that came later are not read: CHECKSUM TABLE compares them. */
export async function* readRows(session: Session, table: string): AsyncGenerator<StoredRow> {
  for (let after = 0; ; ) {
    const rows = await session.rows<StoredRow>(
      `SELECT id, customer, quantity, note FROM ${table} WHERE id > ${after} ORDER BY id LIMIT ${pageSize}`,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

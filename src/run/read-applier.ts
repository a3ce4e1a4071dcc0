/** What the verdict must know of the servers that write and apply row events. Reads only. */
import type { Flavor } from '../flavor/flavor.js';
import type { RowApplier } from '../plan/verdict/row-applier.js';
import type { Session } from '../server/connection.js';

/**
 * MySQL can be told to let the storage engine act on foreign keys, as it did before 9.6: then no event tells what they
 * do to other rows (9.7, tested).
 */
export async function readApplier({ name, capabilities }: Flavor, session: Session): Promise<RowApplier> {
  const rows = await session.rows(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_row_image', 'innodb_native_foreign_keys')`,
  );
  const values = new Map(rows.map(row => [row.Variable_name, String(row.Value)]));
  const logsCascades = capabilities.logsCascades && values.get('innodb_native_foreign_keys') !== 'ON';
  return {
    flavor: name,
    capabilities: { ...capabilities, logsCascades },
    rowImage: values.get('binlog_row_image') ?? 'unknown',
  };
}

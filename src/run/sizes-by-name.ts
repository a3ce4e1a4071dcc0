/** Sizes of tables as plans count with them. The files know of a bulk load before the statistics do. */
import type { TableSizes } from '../plan/numbers/table-bytes.js';
import type { TableSize } from '../server/table-sizes.js';

export function sizesByName(sizes: readonly TableSize[]): TableSizes {
  return new Map(
    sizes.map(({ table, rows, bytes, dataBytes, indexBytes }) => {
      const counted = dataBytes + indexBytes;
      // What the statistics do not have yet is shared out as what they have.
      const share = counted === 0 ? 0 : indexBytes / counted;
      const indexes = Math.round(Math.max(bytes, counted) * share);
      return [table, { rows, dataBytes: Math.max(bytes, counted) - indexes, indexBytes: indexes }];
    }),
  );
}

/** How large the tables of a side are, as its statistics and files have it. Data only. */

export type TableBytes = {
  /** By the server's statistics; null where nobody knows. */
  readonly rows: number | null;
  /** Bytes of the rows themselves, of all partitions. */
  readonly dataBytes: number;
  /** Bytes of all indexes but the one that the rows lie in. */
  readonly indexBytes: number;
};

/** By name. A table that is not there is new, and empty. */
export type TableSizes = ReadonlyMap<string, TableBytes>;

export const totalBytes = ({ dataBytes, indexBytes }: TableBytes): number => dataBytes + indexBytes;

/** Rows out of nothing, on every server: MariaDB's SEQUENCE engine is not on MySQL. */

/** A table `numbers` for a FROM, with a column `seq` of 1 to `count`, in that order. */
export function numbersTo(count: number): string {
  return `JSON_TABLE(CONCAT('[0', REPEAT(',0', ${count - 1}), ']'), '$[*]' COLUMNS (seq FOR ORDINALITY)) AS numbers`;
}

/** Where two tables differ, for people. Pure. */
import type { Finding } from '../errors.js';

/** `missing`: the passive lacks the row. `extra`: only the passive has it. `changed`: a value differs. */
export type RowDifference = {
  readonly table: string;
  readonly kind: 'missing' | 'extra' | 'changed' | 'contents';
  /** `id = 5`; null for a table without a usable key, of which only `contents` can be told. */
  readonly key: string | null;
};

/** As many are looked for in one table; then the rest of it is not compared. */
export const maxDifferences = 20;

const texts: Readonly<Record<RowDifference['kind'], string>> = {
  missing: 'the passive lacks the row',
  extra: 'only the passive has the row',
  changed: 'values differ in the row',
  contents: 'the rows differ, and there is no key to name them by',
};

export function describeDifferences(differences: readonly RowDifference[]): readonly Finding[] {
  return differences.map(({ table, kind, key }) => ({
    id: 'row-difference',
    where: `table ${table}`,
    message: key === null ? texts[kind] : `${texts[kind]} ${key}`,
  }));
}

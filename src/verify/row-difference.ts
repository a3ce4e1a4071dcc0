/** Where two tables differ, for people. Pure. */
import type { Finding } from '../errors.js';
import type { ByRole } from './role.js';

/** `missing`: the passive lacks the row. `extra`: only the passive has it. `changed`: a value differs. */
export type RowDifference = {
  readonly table: string;
  readonly kind: 'missing' | 'extra' | 'changed' | 'contents';
  /** `id = 5`; null for a table without a usable key, of which only `contents` can be told. */
  readonly key: string | null;
  /** Numbers of rows, where they differ in a table without a key. */
  readonly counts?: ByRole<number>;
};

/** As many are listed; the rest is counted. */
export const maxDifferences = 20;

const texts: Readonly<Record<RowDifference['kind'], string>> = {
  missing: 'the passive lacks the row',
  extra: 'only the passive has the row',
  changed: 'values differ in the row',
  contents: 'the rows differ, and there is no key to name them by',
};

/** `more` are those beyond the ones that are listed. */
export function describeDifferences(differences: readonly RowDifference[], more = 0): readonly Finding[] {
  const listed = differences.map(({ table, kind, key, counts }) => ({
    id: 'row-difference',
    where: `table ${table}`,
    message: `${texts[kind]}${key === null ? '' : ` ${key}`}${counts === undefined ? '' : describeCounts(counts)}`,
  }));
  if (more === 0) return listed;
  const message = `and ${more.toLocaleString('en')} more ${more === 1 ? 'row' : 'rows'} that differ`;
  return [...listed, { id: 'row-difference', where: 'further', message }];
}

function describeCounts({ active, passive }: ByRole<number>): string {
  return `: ${active.toLocaleString('en')} on the active, ${passive.toLocaleString('en')} on the passive`;
}

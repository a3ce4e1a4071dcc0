/** A new column whose value in the rows that are there no strict server takes. A workspace has no rows, and passes it. */
import type { Column } from '../../structure.js';
import { eachKnownTable, type LintRule } from '../lint-rule.js';

export const zeroDate: LintRule = {
  id: 'zero-date',
  severity: 'warning',
  why: 'with NO_ZERO_DATE in sql_mode, which MySQL has by default, the statement fails as soon as the table has a row (1292)',
  hint: 'give it a default; or add it as NULL, fill it in a data migration, and make it NOT NULL then',
  check: eachKnownTable(({ before: table, added }) =>
    added.filter(getsZeroDate).map(({ name }) => ({
      subject: `${table.name}.${name}`,
      message: `rows that are there would get the date 0000-00-00 in the new column ${name}`,
    })),
  ),
};

/** A TIMESTAMP is taken all the same (MariaDB 10.11 and MySQL 9.7, tested). */
function getsZeroDate({ dataType, nullable, generated, default: { kind } }: Column): boolean {
  return ['date', 'datetime'].includes(dataType) && !nullable && kind === 'none' && generated === null;
}

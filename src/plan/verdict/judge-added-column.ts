/**
 * A column at the end that old events do not know: the applier fills it in row by row, and the active's own leg
 * will fill it in by ALTER TABLE. Both must come to the same value.
 */
import type { Column } from '../structure.js';
import { identifyingColumns } from './identifying-columns.js';
import { applies, type Judgement, silentlyWrong, stops } from './judgement.js';
import type { TableChange } from './table-change.js';
import { describeType } from './type-change.js';
import { typeFamily } from './type-family.js';

export function judgeAddedColumn(column: Column, change: TableChange): Judgement {
  if (column.generated !== null) return judgeGenerated(column, change);
  if (column.autoIncrement) {
    return silentlyWrong(
      `each server numbers rows of the new AUTO_INCREMENT column ${column.name} for itself`,
      'add a plain column, fill it by a data migration, and make it AUTO_INCREMENT directly',
    );
  }
  if (column.default.kind === 'expression' || column.onUpdate) return judgeExpression(column, change);
  return column.default.kind === 'literal' && column.default.value !== null
    ? judgeLiteral(column, change)
    : judgeEmpty(column);
}

function judgeExpression(column: Column, { applier }: TableChange): Judgement {
  const text = column.default.kind === 'expression' ? column.default.text : 'ON UPDATE';
  const applied = applier.capabilities.appliesExpressionDefaults
    ? 'at the time when it runs'
    : 'for rows that exist, and the applier not at all';
  return silentlyWrong(
    `each server evaluates ${text} for the new column ${column.name} by itself, ${applied}`,
    'add the column with NULL or a literal default; set the expression as default in a later release',
  );
}

/** MariaDB 10.11 fills in the default of a TEXT or BLOB as little as an expression; 11.8 does (tested). */
function judgeLiteral(column: Column, { applier }: TableChange): Judgement {
  if (/text$|blob$/.test(column.dataType) && !applier.capabilities.appliesExpressionDefaults) {
    return silentlyWrong(
      `the applier stores '' instead of the default in the new ${describeType(column)} column ${column.name}`,
      'add the column with DEFAULT NULL and fill it by a data migration, or use VARCHAR',
    );
  }
  return typeFamily(column) === 'other' ? untried(column) : applies;
}

/**
 * NULL, or what the server takes for a NOT NULL column without a default: 0, '', the first member, a zero date, the
 * null of JSON (MariaDB 10.11, MySQL 9.7, tested).
 */
function judgeEmpty(column: Column): Judgement {
  return column.nullable || typeFamily(column) !== 'other' ? applies : untried(column);
}

/** Both servers compute it from the same values. MariaDB 10.11 finds rows without a key by all columns, this one as well. */
function judgeGenerated(column: Column, { after, applier }: TableChange): Judgement {
  if (column.generated === 'stored' || identifyingColumns(after) !== null) return applies;
  if (applier.capabilities.computesSoughtColumns) return applies;
  return stops(
    [1032],
    `rows of a table without a key are found by all their columns, and ${column.name} is not in the events`,
    'give the table a primary key first, or make the column STORED',
  );
}

function untried(column: Column): Judgement {
  return silentlyWrong(
    `nobody has proved what an applier stores in a new ${describeType(column)} column (${column.name})`,
    'add the column with DEFAULT NULL',
  );
}

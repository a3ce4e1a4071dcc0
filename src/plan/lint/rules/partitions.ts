/** Clauses of ALTER TABLE that move or throw away rows: no structure shows what they do to them. */
import { alterHeads } from '../../read-alter.js';
import { eachStatement, type LintCheck, type LintRule } from '../lint-rule.js';
import { isSameName } from '../table-moves.js';

export const dropPartition: LintRule = {
  id: 'drop-partition',
  severity: 'error',
  why: 'the rows of the partition are gone on both sides, and no way back brings them',
  hint: 'copy what may be missed into another table first; REORGANIZE PARTITION keeps the rows',
  check: clause(['DROP PARTITION'], 'the rows of a partition go away'),
};

export const truncatePartition: LintRule = {
  id: 'truncate-partition',
  severity: 'error',
  why: 'the rows of the partition are gone on both sides, and no way back brings them',
  hint: 'delete the rows that are meant, in a data migration',
  check: clause(['TRUNCATE PARTITION'], 'the rows of a partition go away'),
};

export const exchangePartition: LintRule = {
  id: 'exchange-partition',
  severity: 'warning',
  why: 'rows change the table that they are in, and applications do not find them where they were',
  hint: 'make sure that the table on the other side of the exchange holds exactly what the partition shall hold',
  check: clause(
    ['EXCHANGE PARTITION', 'CONVERT PARTITION', 'CONVERT TABLE'],
    'the rows of a partition and those of a table change places',
  ),
};

export const discardTablespace: LintRule = {
  id: 'discard-tablespace',
  severity: 'error',
  why: 'the file with the rows is deleted on both sides, and no way back brings them',
  hint: 'leave it out: files of tables are moved by hand, on each server, outside of migrations',
  check: clause(['DISCARD TABLESPACE', 'DISCARD PARTITION'], 'the file with the rows is deleted'),
};

export const importTablespace: LintRule = {
  id: 'import-tablespace',
  severity: 'error',
  why: 'each server takes the rows from a file of its own, which no replication carries: the sides may part',
  hint: 'leave it out: files of tables are moved by hand, on each server, outside of migrations',
  check: clause(['IMPORT TABLESPACE', 'IMPORT PARTITION'], 'the rows come from a file on each server'),
};

export const partitionRules: readonly LintRule[] = [
  dropPartition,
  truncatePartition,
  exchangePartition,
  discardTablespace,
  importTablespace,
];

function clause(heads: readonly string[], message: string): LintCheck {
  return eachStatement(({ sql, classified, known }) => {
    if (classified.kind !== 'ddl' || classified.name === undefined) return [];
    const { name } = classified.name;
    const table = [...known].find(one => isSameName(one, name));
    const found = table !== undefined && alterHeads(sql).some(head => heads.includes(head));
    return found ? [{ subject: table, message }] : [];
  });
}

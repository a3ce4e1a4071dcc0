/** How tables are stored: their engine, their character sets, the size of a row. */
import type { Column, Structure, Table } from '../../structure.js';
import { eachStatement, type LintRule } from '../lint-rule.js';
import { greatestRow, rowLimit } from '../row-size.js';

export const foreignEngine: LintRule = {
  id: 'engine',
  severity: 'warning',
  why: 'only InnoDB has transactions that survive a crash the same way on both sides: with another engine the sides can part',
  hint: 'write ENGINE=InnoDB, or leave the engine out',
  check: eachStatement(({ before, after }) =>
    tablesThatBecome(before, after, ({ engine }) => engine.toLowerCase() !== 'innodb').map(
      ({ name, engine }) => ({ subject: name, message: `${name} is ${engine}` }),
    ),
  ),
};

export const rowSize: LintRule = {
  id: 'row-size',
  severity: 'warning',
  why: 'the table can be made where the server is not strict, but rows that are full fail when they are written (1118)',
  hint: 'make long columns TEXT, which lies outside of the row, or move some into a second table',
  check: eachStatement(({ before, after, flavor }) =>
    tablesThatBecome(before, after, table => greatestRow(table, flavor) > rowLimit).map(table => ({
      subject: table.name,
      message: `a row of ${table.name} may take ${greatestRow(table, flavor)} bytes of a page, of which it may take ${rowLimit}`,
    })),
  ),
};

export const charsetMix: LintRule = {
  id: 'charset-mix',
  severity: 'warning',
  why: 'columns of different character sets are converted in every comparison, which uses no index, or cannot be compared',
  hint: 'take the character set of the table and of the database, and change all of it in one go if it must change',
  check: eachStatement(({ before, after }) => [
    ...tablesOfOtherCharset(before, after),
    ...Object.values(after.tables).flatMap(table => mixedColumns(before.tables[table.name], table)),
  ]),
};

export const storageRules: readonly LintRule[] = [foreignEngine, rowSize, charsetMix];

/** Those that are so after the statement and were not before. */
function tablesThatBecome(
  before: Structure,
  after: Structure,
  is: (table: Table) => boolean,
): readonly Table[] {
  return Object.values(after.tables).filter(table => {
    const old = before.tables[table.name];
    return old?.create !== table.create && is(table) && (old === undefined || !is(old));
  });
}

function tablesOfOtherCharset(before: Structure, after: Structure) {
  const standard = / CHARACTER SET (\w+)/.exec(after.others['database:default'] ?? '')?.[1];
  if (standard === undefined) return [];
  return Object.values(after.tables)
    .filter(({ name, charset }) => charset !== standard && before.tables[name]?.charset !== charset)
    .map(({ name, charset }) => ({
      subject: name,
      message: `table ${name} is ${charset}, the database ${standard}`,
    }));
}

function mixedColumns(before: Table | undefined, after: Table) {
  if (before?.create === after.create) return [];
  return after.columns
    .filter(column => isMixed(column, after) && !wasMixed(column, before))
    .map(({ name, charset }) => ({
      subject: `${after.name}.${name}`,
      message: `column ${name} is ${charset}, its table ${after.charset}`,
    }));
}

/** ASCII for hashes and codes is on purpose: each of its texts is the same bytes in the others. */
function isMixed({ charset }: Column, table: Table): boolean {
  return charset !== null && charset !== 'ascii' && charset !== table.charset;
}

function wasMixed({ name, charset }: Column, before: Table | undefined): boolean {
  const old = before?.columns.find(column => column.name === name);
  return before !== undefined && old !== undefined && old.charset === charset && isMixed(old, before);
}

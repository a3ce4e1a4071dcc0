/** A table with the text that a server would print for it, for rules that take their words from there. */
import type { Column, ForeignKey, Table } from '../../src/plan/structure.js';
import { table } from './structures.js';

type Parts = {
  readonly columns: readonly (readonly [text: string, column: Column])[];
  readonly rest?: readonly string[];
  readonly options?: string;
  readonly foreignKeys?: readonly ForeignKey[];
};

/** The primary key is `id`. */
export function printedTable(
  name: string,
  { columns, rest = [], options = '', foreignKeys = [] }: Parts,
): Table {
  const lines = [...columns.map(([text]) => text), 'PRIMARY KEY (`id`)', ...rest];
  return table(
    name,
    columns.map(([, one]) => one),
    {
      create: `CREATE TABLE \`${name}\` (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4${options}`,
      foreignKeys,
    },
  );
}

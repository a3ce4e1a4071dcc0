/**
 * A type that old row events do not fit: a new column of the new type at the end, filled once on the active, takes the
 * name over. Each step is instant or a data migration; the old column goes in a later release.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Column, Table } from '../structure.js';
import { readCreate } from '../way-back/read-create.js';
import { type ChangedColumns, changedColumns, isHeld } from './changed-columns.js';
import { columnText, editColumn, emptyValue } from './column-text.js';
import type { Rewriter } from './rewriter.js';

export const exchangeColumn: Rewriter = refused => {
  const change = changedColumns(refused);
  if (change === null || change.columns.some(one => !isExchangeable(change.before, one))) return [];
  const swaps = change.columns.map(one => toSwap(change, one));
  const table = quoteIdentifier(change.after.name);
  const alter = (clauses: readonly string[]) =>
    clauses.length === 0 ? [] : [`ALTER TABLE ${table} ${clauses.join(', ')}`];
  const names = swaps.map(({ name }) => name).join(', ');
  return [
    {
      title: `a new column for ${names}, filled by a data migration, that takes the name over`,
      note: notesOf(swaps),
      apart: true,
      parts: [
        [...alter(newDefaults(change)), ...alter(swaps.map(({ add }) => `ADD COLUMN ${add}`))],
        [`UPDATE ${table} SET ${swaps.map(({ fill }) => fill).join(', ')}`],
        [
          ...alter(swaps.flatMap(({ loosen }) => loosen)),
          ...alter(swaps.flatMap(({ rename }) => rename)),
          ...alter(swaps.flatMap(({ tighten }) => tighten)),
        ],
        alter(swaps.map(({ drop }) => drop)),
      ],
    },
  ];
};

/** CONVERT TO also changes what new columns get; the definitions of the others then name what they have. */
function newDefaults({ before, after }: ChangedColumns): readonly string[] {
  const [old, now] = [readCreate(before).options, readCreate(after).options];
  const charset = now.get('DEFAULT CHARSET');
  const same = charset === old.get('DEFAULT CHARSET') && now.get('COLLATE') === old.get('COLLATE');
  const collate = now.get('COLLATE');
  return same || charset === undefined
    ? []
    : [`DEFAULT CHARSET=${charset}${collate ? ` COLLATE=${collate}` : ''}`];
}

type Pair = ChangedColumns['columns'][number];

function isExchangeable(table: Table, { old, now }: Pair): boolean {
  const plain = [old, now].every(({ generated, autoIncrement }) => generated === null && !autoIncrement);
  return plain && !isHeld(table, old.name) && interimOf(now) !== null && interimOf(old) !== null;
}

type Swap = {
  readonly name: string;
  readonly add: string;
  readonly fill: string;
  /** The old column is no longer written after the switch: it must not ask for a value. */
  readonly loosen: readonly string[];
  readonly rename: readonly string[];
  readonly tighten: readonly string[];
  readonly drop: string;
  readonly nulls: string | null;
};

function toSwap({ after }: ChangedColumns, { old, now }: Pair): Swap {
  const [fresh, stale] = [`${now.name}_new`, `${now.name}_old`];
  const [name, freshName, staleName] = [now.name, fresh, stale].map(quoteIdentifier);
  const text = columnText(after, now.name);
  const literal = interimOf(now);
  const bare = !now.nullable && now.default.kind === 'none';
  const nulls = old.nullable && !now.nullable;
  return {
    name: now.name,
    add: bare
      ? editColumn(text, { name: fresh, filled: `NOT NULL DEFAULT ${literal}` })
      : `${freshName}${text.slice(quoteIdentifier(now.name).length)}`,
    fill: `${freshName} = ${nulls ? `COALESCE(${name}, ${literal})` : name}`,
    loosen:
      !old.nullable && old.default.kind === 'none'
        ? [`ALTER COLUMN ${name} SET DEFAULT ${interimOf(old)}`]
        : [],
    rename: [`RENAME COLUMN ${name} TO ${staleName}`, `RENAME COLUMN ${freshName} TO ${name}`],
    tighten: bare ? [`ALTER COLUMN ${name} DROP DEFAULT`] : [],
    drop: `DROP COLUMN ${staleName}`,
    nulls: nulls ? `NULL becomes ${literal}` : null,
  };
}

/** An expression would be evaluated by each server for itself when the column comes: that is not proposed. */
function interimOf(column: Column): string | null {
  return column.default.kind === 'expression' || column.onUpdate ? null : emptyValue(column);
}

function notesOf(swaps: readonly Swap[]): string {
  return swaps
    .flatMap(({ name, nulls }) => [
      `take the parts in releases of their own: from the first on the application must write ${name} and ${name}_new, ` +
        `or what it writes to ${name} after the data migration is not in the column that takes its name`,
      'a value that does not fit the new type ends the data migration, or is cut without a strict sql_mode',
      `the last part loses ${name}_old, so it waits for a drop-column in lint.accept`,
      ...(nulls === null ? [] : [`${nulls} in ${name}`]),
    ])
    .join('; ');
}

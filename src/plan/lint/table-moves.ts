/** Which table of the structure before a statement is which one after it. Pure. */
import { openReader } from '../../sql/reader.js';
import type { StatementClass } from '../../sql/statement-class.js';
import type { Structure } from '../structure.js';

/** What every question about one statement begins with. */
export type Transition = {
  readonly sql: string;
  readonly classified: StatementClass;
  readonly before: Structure;
  readonly after: Structure;
};

/** The name afterwards by the name before; a table that went away, or was replaced by an empty one, is left out. */
export function tableMoves(transition: Transition): ReadonlyMap<string, string> {
  const { before, after } = transition;
  const replaced = replacedTable(transition);
  const moves = renamesOf(transition);
  const names = Object.keys(before.tables).map(name => [name, moves.get(name) ?? name] as const);
  return new Map(names.filter(([name, now]) => name !== replaced && now in after.tables));
}

/** The table that `CREATE OR REPLACE TABLE` (MariaDB) takes the place of, with its rows; null where there is none. */
export function replacedTable({ sql, classified, before }: Transition): string | null {
  if (classified.kind !== 'ddl' || classified.verb !== 'create' || classified.object !== 'table') return null;
  if (!openReader(sql).accept('CREATE', 'OR', 'REPLACE')) return null;
  return Object.keys(before.tables).find(name => isSameName(name, classified.name?.name ?? '')) ?? null;
}

/** Servers may fold the case of names, and of columns always do. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function renamesOf(transition: Transition): ReadonlyMap<string, string> {
  const { classified } = transition;
  if (classified.kind !== 'ddl' || classified.object !== 'table') return new Map();
  if (classified.verb === 'alter') return renamedByAlter(transition);
  return classified.verb === 'rename' ? renamedInTurn(classified.names.map(({ name }) => name)) : new Map();
}

function renamedByAlter({ before, after }: Transition): ReadonlyMap<string, string> {
  const gone = Object.keys(before.tables).filter(name => !(name in after.tables));
  const made = Object.keys(after.tables).filter(name => !(name in before.tables));
  const [old, now] = [gone[0], made[0]];
  // CONVERT PARTITION makes a table or takes one in (MariaDB), but never both.
  return old === undefined || now === undefined ? new Map() : new Map([[old, now]]);
}

/** `RENAME TABLE a TO x, b TO a, x TO b` swaps two tables: each is followed to its last name. */
function renamedInTurn(names: readonly string[]): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  for (let at = 0; at + 1 < names.length; at += 2) {
    const [from = '', to = ''] = names.slice(at, at + 2);
    const origin = [...moves].find(([, now]) => now === from)?.[0] ?? from;
    moves.set(origin, to);
  }
  return moves;
}

/** The parts of two structures that differ: all that a diff shows, small enough to be written down. Pure. */
import type { Structure } from './structure.js';

export function changedParts(
  before: Structure,
  after: Structure,
): { readonly before: Structure; readonly after: Structure } {
  const tables = changedNames(textsOf(before), textsOf(after));
  const others = changedNames(before.others, after.others);
  const narrow = (structure: Structure): Structure => ({
    tables: pick(structure.tables, tables),
    others: pick(structure.others, others),
  });
  return { before: narrow(before), after: narrow(after) };
}

function textsOf({ tables }: Structure): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.values(tables).map(({ name, create }) => [name, create]));
}

function changedNames(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const names = Object.keys({ ...one, ...other });
  return new Set(names.filter(name => one[name] !== other[name]));
}

function pick<T>(objects: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(objects).filter(([name]) => names.has(name)));
}

/** Which tables can be replaced by a copy of the other side's. Pure. */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Structure } from '../structure.js';

/** Null where nothing hinders it. */
export function whyNotCopied(name: string, now: Structure, old: Structure): string | null {
  const tables = [...Object.values(now.tables), ...Object.values(old.tables)];
  // They follow a table that gets another name, at both of their ends.
  if (
    tables.some(({ name: from, foreignKeys }) =>
      foreignKeys.some(({ referencedTable: to }) => from === name || to === name),
    )
  )
    return 'its foreign keys keep it from being copied';
  const triggered = ` ON ${quoteIdentifier(name)} FOR EACH ROW `;
  if ([...Object.values(now.others), ...Object.values(old.others)].some(text => text.includes(triggered)))
    return 'its triggers keep it from being copied';
  return /\bSYSTEM VERSIONING\b/u.test(old.tables[name]?.create ?? '')
    ? 'its history cannot be copied'
    : null;
}

/** Which tables two structures do not have alike, by name. Pure. */
import type { Structure } from './structure.js';

export function differingTables(one: Structure, other: Structure): readonly string[] {
  const names = [...new Set([...Object.keys(one.tables), ...Object.keys(other.tables)])].sort();
  return names.filter(name => one.tables[name]?.create !== other.tables[name]?.create);
}

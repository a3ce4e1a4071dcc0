/** By which columns a server tells a row of a table from all others. */
import type { Key, Table } from '../structure.js';

/** Of the primary key, else of the first unique key without a NULL; null where there is neither. */
export function identifyingColumns({ keys, columns }: Table): readonly string[] | null {
  const nullable = new Set(columns.filter(column => column.nullable).map(({ name }) => name));
  const identifies = ({ unique, columns: parts }: Key) => unique && !parts.some(name => nullable.has(name));
  const key = keys.find(({ name }) => name === 'PRIMARY') ?? keys.find(identifies);
  return key?.columns ?? null;
}

/**
 * Foreign keys. What CASCADE and SET NULL do to other rows happens inside the storage engine: on MariaDB no
 * event tells of it, so both servers must have the same ones (tested in both directions).
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { ForeignKey } from '../structure.js';
import { applies, dependsOnData, type Judgement, silentlyWrong } from './judgement.js';
import type { TableChange } from './table-change.js';

export function judgeForeignKeys({ before, after, lineage, applier }: TableChange): readonly Judgement[] {
  const renamed = new Map([...lineage].map(([now, old]) => [old, now]));
  const old = before.foreignKeys.map(key => identity(key, renamed));
  const now = after.foreignKeys.map(key => identity(key));
  const added = after.foreignKeys.filter((_, index) => !old.includes(now[index] ?? ''));
  const dropped = before.foreignKeys.filter((_, index) => !now.includes(old[index] ?? ''));
  return [
    ...added.map(key => judgeAdded(key, after.name)),
    ...dropped.map(key => judgeDropped(key, applier.capabilities.logsCascades)),
  ];
}

/** What the key does; its name and the names of columns may change. */
function identity(key: ForeignKey, renamed: ReadonlyMap<string, string> = new Map()): string {
  const columns = key.columns.map(name => renamed.get(name) ?? name);
  return JSON.stringify([columns, key.referencedTable, key.referencedColumns, key.onDelete, key.onUpdate]);
}

function changesRows({ onDelete, onUpdate }: ForeignKey): boolean {
  return [onDelete, onUpdate].some(action => !['RESTRICT', 'NO ACTION'].includes(action));
}

function judgeAdded(key: ForeignKey, table: string): Judgement {
  if (changesRows(key)) {
    return silentlyWrong(
      `with ${key.name} the passive changes rows of ${table} when rows of ${key.referencedTable} change, ` +
        'which the active does not do yet',
      'ON DELETE and ON UPDATE without CASCADE or SET NULL; such a key can only be added directly',
    );
  }
  return dependsOnData(
    orphans(key, table),
    `with ${key.name} a row of ${table} whose ${key.referencedTable} is missing, for a moment within a ` +
      'transaction or for good, stops the applier (1452, or 1451 when the parent goes first)',
    'with foreign_key_checks=0 before it, ADD FOREIGN KEY is quick and goes direct; look for orphans first',
  );
}

function orphans({ columns, referencedTable, referencedColumns }: ForeignKey, table: string): string {
  const parent = referencedTable.split('.').map(quoteIdentifier).join('.');
  const pairs = columns.map(
    (column, index) => `p.${quoteIdentifier(referencedColumns[index] ?? '')} = c.${quoteIdentifier(column)}`,
  );
  const present = columns.map(column => `c.${quoteIdentifier(column)} IS NOT NULL`);
  return (
    `SELECT COUNT(*) FROM ${quoteIdentifier(table)} c WHERE ${present.join(' AND ')} ` +
    `AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE ${pairs.join(' AND ')})`
  );
}

function judgeDropped(key: ForeignKey, logsCascades: boolean): Judgement {
  if (logsCascades || !changesRows(key)) return applies;
  return silentlyWrong(
    `the active goes on changing rows by ${key.name}, which its binlog does not tell, and the passive would keep them`,
    'drop a cascading foreign key directly: in a migration with nothing else in it',
  );
}

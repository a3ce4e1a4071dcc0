/** The texts that take records back, and give them back as they were. Pure. */
import { quoteIdentifier, quoteString } from '../sql/identifier.js';
import { checksumTable, recordStatements, standsInKnexTable } from './bookkeeping.js';
import type { MigrationSettings } from './migration-settings.js';
import type { Recorded } from './recorded.js';

/** Statements that record migrations as not done: the knex CLI then lists them as pending. */
export function forgetStatements(names: readonly string[], settings: MigrationSettings): readonly string[] {
  const from = (table: string, listed: readonly string[]): readonly string[] =>
    listed.length === 0
      ? []
      : [`delete from ${quoteIdentifier(table)} where \`name\` in (${listed.map(quoteString).join(', ')})`];
  return [
    ...from(
      settings.tableName,
      names.filter(name => standsInKnexTable(name, settings)),
    ),
    ...from(checksumTable, names),
  ];
}

/** Statements that record a migration as another server has it, where this one has forgotten it. */
export function recordAgain(
  name: string,
  { knex, checksums }: Recorded,
  settings: MigrationSettings,
): readonly string[] {
  const own = checksums?.find(row => row.name === name);
  const listed = knex?.find(row => row.name === name);
  const stamp = {
    knexId: listed?.id ?? 0,
    batch: listed?.batch ?? own?.batch ?? 0,
    time: listed?.time ?? own?.time ?? 0,
  };
  const { kind, checksum } = own ?? { kind: 'knex' as const, checksum: '' };
  const both = recordStatements({ name, kind, checksum }, stamp, settings);
  // What the knex CLI ran stands in its table alone.
  return own === undefined ? both.slice(0, -1) : both;
}

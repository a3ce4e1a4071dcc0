/** Which migrations count as run on a server. Pure. */
import { standsInKnexTable } from './bookkeeping.js';
import type { MigrationSettings } from './migration-settings.js';
import type { Recorded } from './recorded.js';

/**
 * For a file that the knex CLI lists its own table decides: after a `knex migrate:rollback` only our checksum row
 * is left, and the migration has not run any more.
 */
export function recordedNames(
  { knex, checksums }: Recorded,
  settings: MigrationSettings,
): ReadonlySet<string> {
  const own = (checksums ?? []).map(({ name }) => name).filter(name => !standsInKnexTable(name, settings));
  return new Set([...(knex ?? []).map(({ name }) => name), ...own]);
}

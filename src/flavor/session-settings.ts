/**
 * What every session of ours states after connecting, so that it behaves alike on any server, whatever its defaults,
 * an `init_connect` or the account say. Batches state more: what the migrations of the user depend on.
 */

/**
 * - `sql_mode`: without NO_BACKSLASH_ESCAPES values are quoted right, and a value that does not fit is an error.
 * - `time_zone`: the server tells the age of transactions in its system's zone (10.11, 11.8 and 9.7, tested).
 * - `autocommit`, `sql_select_limit` and `sql_safe_updates` would change what our statements do.
 * - `net_…_timeout`: a second, as some set it for all, ends a session under a long result.
 */
const settings: Readonly<Record<string, string>> = {
  autocommit: '1',
  sql_mode: "'STRICT_ALL_TABLES'",
  time_zone: "'SYSTEM'",
  sql_safe_updates: '0',
  sql_select_limit: '18446744073709551615',
  sql_quote_show_create: '1',
  completion_type: '0',
  foreign_key_checks: '1',
  unique_checks: '1',
  net_read_timeout: '60',
  net_write_timeout: '60',
};

/** `own` are those of one flavor alone, such as its limit for statements. */
export function sessionSettings(own: Readonly<Record<string, string>>): readonly string[] {
  const assignments = Object.entries({ ...settings, ...own }).map(([name, value]) => `${name} = ${value}`);
  return [`SET SESSION ${assignments.join(', ')}`, 'SET SESSION TRANSACTION READ WRITE'];
}

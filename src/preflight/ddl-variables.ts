/** Server variables that decide what a statement of a leg makes, or whether it is taken at all. */
import type { Variables } from './flavor-preflight.js';

/** Those that a version lacks are not in its answer. `sql_mode` and the time zone are stated by every leg. */
export const ddlVariables = [
  ...['lower_case_table_names', 'default_storage_engine', 'innodb_default_row_format', 'innodb_strict_mode'],
  ...['character_set_server', 'collation_server', 'default_collation_for_utf8mb4'],
  ...['explicit_defaults_for_timestamp', 'sql_require_primary_key', 'sql_generate_invisible_primary_key'],
  ...['alter_algorithm', 'old_alter_table', 'log_bin_trust_function_creators'],
];

export function readDdlVariables(variables: Variables): ReadonlyMap<string, string> {
  return new Map(ddlVariables.flatMap(name => [[name, variables.get(name)] as const]).filter(isKnown));
}

function isKnown(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}

/**
 * What of a live server decides how DDL is understood, and how to make a workspace session behave alike. Only
 * settings that change the meaning or the outcome of a statement; none that change its speed.
 */
import { ConfigError } from '../errors.js';
import type { Row, Session } from '../server/connection.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

export type ServerTraits = {
  /** `10.11`: servers of one series answer alike. */
  readonly series: string;
  readonly mariadb: boolean;
  /** Fixed at the server's first start: a workspace must have the same. */
  readonly lowerCaseTableNames: number;
  /** Session variables and their values on the live server, as a new session there has them. */
  readonly variables: Readonly<Record<string, string>>;
  /** `+01:00`: a name like `SYSTEM` or `Europe/Berlin` means nothing on another server. */
  readonly timeZone: string;
};

/** Those that a server does not know are left out by the server itself. */
const variableNames = [
  'sql_mode',
  'explicit_defaults_for_timestamp',
  'default_storage_engine',
  'innodb_strict_mode',
  'character_set_server',
  'collation_server',
  'old_alter_table',
  'alter_algorithm',
  'sql_require_primary_key',
  'sql_generate_invisible_primary_key',
  'default_collation_for_utf8mb4',
];

/**
 * Beside them what a workspace cannot take over from another server, or need not. The zone by its name: its offset moves
 * twice a year.
 */
const settingNames = [
  ...variableNames,
  'binlog_format',
  'binlog_row_image',
  'innodb_default_row_format',
  'lower_case_table_names',
  'restrict_fk_on_non_standard_key',
  'system_versioning_alter_history',
  'time_zone',
];

/** Of new sessions; what a server does not know is left out. */
export async function readSettings(session: Session): Promise<Readonly<Record<string, string>>> {
  const rows = await session.rows('SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)', [settingNames]);
  return Object.fromEntries(rows.map(variable).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function readTraits(session: Session): Promise<ServerTraits> {
  const [row, variables] = await Promise.all([
    session.row(
      `SELECT VERSION() AS version, @@lower_case_table_names AS letterCase,
              TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS minutes`,
    ),
    session.rows('SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)', [variableNames]),
  ]);
  const version = String(row?.version);
  return {
    series: version.split('.').slice(0, 2).join('.'),
    mariadb: /mariadb/i.test(version),
    lowerCaseTableNames: Number(row?.letterCase),
    variables: Object.fromEntries(variables.map(variable)),
    timeZone: offset(Number(row?.minutes)),
  };
}

/** Gives a session the settings of a new session on the live server; checks are on, as in every leg. */
export async function applyTraits(session: Session, { variables, timeZone }: ServerTraits): Promise<void> {
  await session.rows('SET SESSION time_zone = ?, foreign_key_checks = 1, unique_checks = 1', [timeZone]);
  const rows = await session.rows('SHOW SESSION VARIABLES WHERE Variable_name IN (?)', [variableNames]);
  const current = Object.fromEntries(rows.map(variable));
  for (const [name, value] of Object.entries(variables)) {
    // Some need a privilege, so that only what differs is set.
    if (current[name] !== value) await setVariable(session, name, value);
  }
}

async function setVariable(session: Session, name: string, value: string): Promise<void> {
  await session.rows(`SET SESSION ${name} = ?`, [value]).catch((error: unknown) => {
    if (!isErrno(error, ...accessRefusals)) throw error;
    throw new ConfigError(`${session.label}: its ${name} is not ${value}, as it is on the pair`, {
      cause: error,
      hint: 'set it alike: an account with rights on nothing but its schema may not',
    });
  });
}

/** Gives a server of our own the settings of the live one: what of them only an administrator may set in a session. */
export async function applyTraitsToServer(control: Session, { variables }: ServerTraits): Promise<void> {
  for (const [name, value] of Object.entries(variables))
    await control.rows(`SET GLOBAL ${name} = ?`, [value]);
}

/** Throws ConfigError when a server cannot stand for the live one. `where` names it for the message. */
export function requireSameTraits(live: ServerTraits, other: ServerTraits, where: string): void {
  const expected = describe(live);
  if (describe(other) === expected) return;
  throw new ConfigError(`${where}: is ${describe(other)}, and the pair is ${expected}`, {
    hint: 'a workspace must be a server of the same flavor and series, with the same lower_case_table_names',
  });
}

function describe({ mariadb, series, lowerCaseTableNames }: ServerTraits): string {
  return `${mariadb ? 'MariaDB' : 'MySQL'} ${series} with lower_case_table_names=${lowerCaseTableNames}`;
}

function variable(row: Row): readonly [string, string] {
  return [String(row.Variable_name), String(row.Value)];
}

function offset(minutes: number): string {
  const whole = Math.abs(minutes);
  const [hours, rest] = [Math.floor(whole / 60), whole % 60].map(part => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

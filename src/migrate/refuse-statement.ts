/**
 * What no migration may do, told from the head of a statement before it is sent anywhere. Pure. It errs on the
 * side of refusing: in a scratch schema beside other data a statement that names another schema would reach it.
 */
import { type Lexeme, openReader } from '../sql/reader.js';
import type { StatementClass } from '../sql/statement-class.js';

export type Refusal = { readonly id: string; readonly message: string; readonly hint: string };

/** Where a statement would run, as far as its text can reach beyond it. */
export type Surroundings = {
  /** The live database. */
  readonly database: string;
  /** The schema the migration runs in. */
  readonly schema: string;
  /** In lower case. */
  readonly otherSchemas: ReadonlySet<string>;
};

/** Why this statement may not stand in a migration, or null. */
export function refuseStatement(
  sql: string,
  classified: StatementClass,
  surroundings: Surroundings,
): Refusal | null {
  return refuseClass(classified, surroundings.database) ?? refuseText(sql, classified, surroundings);
}

function refuseClass(classified: StatementClass, database: string): Refusal | null {
  switch (classified.kind) {
    case 'introspect':
    case 'read':
    case 'transaction':
      return null;
    case 'ddl':
      return refuseDdl(classified, database);
    case 'write':
      return refuseWrite(classified.verb);
    case 'session':
      return refuseSettings(classified.assignments);
    case 'use':
      return classified.schema === database ? null : otherSchema(classified.schema);
    case 'account':
      return refusal('account', 'changes accounts or privileges', 'manage accounts outside of migrations');
    case 'lock':
      return refusal(
        'lock',
        'locks tables',
        'leave it out: a migration runs on a side that nobody writes to',
      );
    case 'admin':
      return refusal('admin', `is administration (${classified.verb.toUpperCase()})`, 'run it by hand');
    case 'unknown':
      return refusal(
        'unknown-statement',
        `is not understood (${classified.verb.toUpperCase() || 'no word'})`,
        'write the statement itself; PREPARE, EXECUTE and compound statements cannot be planned',
      );
    default: {
      const never: never = classified;
      return never;
    }
  }
}

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

function refuseDdl({ object, verb, name, temporary }: Ddl, database: string): Refusal | null {
  if (temporary) {
    return refusal('temporary-table', 'makes a temporary table', 'use a table, and drop it in the same file');
  }
  if (object === 'event') {
    return refusal('event', 'changes an event', 'events run on the active side: change them there by hand');
  }
  if (object === 'other') {
    return refusal('unknown-object', 'changes something that is no part of the database', 'run it by hand');
  }
  const own = verb === 'alter' && (name === undefined || name.name === database);
  return object === 'database' && !own
    ? refusal('database', `would ${verb} a database`, 'a migration changes the configured database only')
    : null;
}

const writeReasons: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  call: [
    'calls a stored procedure, and what that does cannot be planned',
    'write out what the procedure does',
  ],
  do: ['evaluates an expression for its effect', 'leave it out'],
  load: ['loads a file that is on one machine only', 'write INSERT statements'],
  binlog: ['replays binary log events', 'leave it out'],
  'select-into-file': ['writes a file on one server', 'leave it out'],
};

function refuseWrite(verb: string): Refusal | null {
  const reason = writeReasons[verb];
  return reason === undefined ? null : refusal('write', ...reason);
}

/** Settings that decide what is logged, replicated or committed, which is not for a migration to say. */
const forbiddenSettings =
  /^(sql_log_bin|binlog_.*|gtid_.*|server_id|skip_replication|autocommit|completion_type|pseudo_.*|wsrep_.*|sql_log_off)$/;

/** Settings with which the session that holds the lock is kept alive, and by which its waits are bounded. */
const limitSettings = /^(wait_timeout|interactive_timeout|lock_wait_timeout|timestamp)$/;

function refuseSettings(
  assignments: readonly { readonly scope: string; readonly name: string }[],
): Refusal | null {
  const global = assignments.find(({ scope }) => !['user', 'session'].includes(scope));
  if (global !== undefined) {
    return refusal(
      'global-setting',
      `sets ${global.name} for the whole server`,
      'servers are configured outside of migrations',
    );
  }
  const limit = assignments.find(({ scope, name }) => scope === 'session' && limitSettings.test(name));
  if (limit !== undefined) {
    return refusal(
      'forbidden-setting',
      `sets ${limit.name}`,
      'leave it out: how long a statement and its session may wait is for the `limits` of the configuration',
    );
  }
  const forbidden = assignments.find(
    ({ scope, name }) => scope === 'session' && forbiddenSettings.test(name),
  );
  return forbidden === undefined
    ? null
    : refusal(
        'forbidden-setting',
        `sets ${forbidden.name}`,
        'leave it out: what is logged and committed is decided by the run',
      );
}

/** What only the words of the statement tell. */
function refuseText(sql: string, { kind }: StatementClass, surroundings: Surroundings): Refusal | null {
  const lexemes = allLexemes(sql);
  const words = lexemes.map(({ word }) => word);
  if (words[0] === 'XA') return refusal('xa', 'uses a distributed transaction', 'use BEGIN and COMMIT');
  if (words[0] === 'SET' && words[1] === 'STATEMENT') {
    const setting = words
      .slice(2, words.indexOf('FOR'))
      .find(word => forbiddenSettings.test(word.toLowerCase()));
    if (setting !== undefined) return refuseSettings([{ scope: 'session', name: setting.toLowerCase() }]);
  }
  if (kind === 'ddl' && namesDirectory(lexemes)) {
    return refusal(
      'directory',
      'puts a table into a directory of the server',
      'leave DATA DIRECTORY and INDEX DIRECTORY out: a migration stays in its database',
    );
  }
  const readsCatalog = kind === 'read' || kind === 'introspect';
  const other = schemasNamed(sql).find(name =>
    name.toLowerCase() === 'information_schema'
      ? !readsCatalog
      : surroundings.otherSchemas.has(name.toLowerCase()),
  );
  if (other !== undefined) return otherSchema(other);
  return refuseDatabaseName({ sql, lexemes, readsCatalog }, surroundings);
}

/** An index may have that name: a directory comes with its path. MariaDB demands no privilege for it (10.11, tested). */
function namesDirectory(lexemes: readonly Lexeme[]): boolean {
  return lexemes.some(
    ({ word }, at) =>
      (word === 'DATA' || word === 'INDEX') &&
      lexemes[at + 1]?.word === 'DIRECTORY' &&
      (lexemes[at + 2]?.word === '=' || lexemes[at + 2]?.kind === 'string'),
  );
}

/**
 * Names with a dot behind them, as a schema has; also those of tables and aliases in front of a column, which
 * cannot be told apart without understanding the statement.
 */
export function schemasNamed(sql: string): readonly string[] {
  const lexemes = allLexemes(sql);
  const words = lexemes.map(({ word }) => word);
  return lexemes
    .filter(
      (_, at) => words[at + 1] === '.' && !['.', '@'].includes(words[at - 1] ?? '') && words[at] !== '.',
    )
    .map(({ raw }) => unquoted(raw));
}

type Text = {
  readonly sql: string;
  readonly lexemes: readonly { readonly kind: string; readonly raw: string }[];
  readonly readsCatalog: boolean;
};

/**
 * In a scratch schema the database has another name than on the pair. A query for the live name would be answered
 * about another database, and a statement built from the scratch name would fail on the pair. knex itself asks
 * the catalog for the name it is told, the scratch one, and that is right.
 */
function refuseDatabaseName(
  { sql, lexemes, readsCatalog }: Text,
  surroundings: Surroundings,
): Refusal | null {
  const { database, schema } = surroundings;
  if (schema === database) return null;
  const catalog = lexemes.some(({ raw }) => unquoted(raw).toLowerCase() === 'information_schema');
  const live = lexemes.some(({ kind, raw }) => kind === 'string' && unquoted(raw) === database);
  return (catalog && live) || (!readsCatalog && sql.includes(schema))
    ? refusal(
        'database-name',
        'holds the name of the database, which has another one in this workspace',
        'use DATABASE() inside the statement, or a workspace that is a server of its own',
      )
    : null;
}

function otherSchema(name: string): Refusal {
  return refusal(
    'other-schema',
    `names the schema ${name}`,
    'a migration changes the configured database only: write table names without a schema',
  );
}

function refusal(id: string, message: string, hint: string): Refusal {
  return { id, message, hint };
}

function allLexemes(sql: string): readonly Lexeme[] {
  const reader = openReader(sql);
  const lexemes: Lexeme[] = [];
  while (reader.peek().kind !== 'end') lexemes.push(reader.take());
  return lexemes;
}

function unquoted(raw: string): string {
  const quote = raw.charAt(0);
  return '`\'"'.includes(quote) ? raw.slice(1, -1).replaceAll(quote + quote, quote) : raw;
}

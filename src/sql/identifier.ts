/**
 * Names and texts as they stand in an SQL statement. For statements that a person will read in a plan and a
 * server will run as they are; values of queries go through the driver's placeholders instead.
 */

/**
 * `` `name` ``, with backticks in it doubled: safe in every sql_mode. Nothing is refused, the server judges
 * names (64 characters, no NUL, no blank at the end).
 */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `` `schema`.`name` ``. */
export function quoteName(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "''",
  '\\': '\\\\',
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
};

/**
 * `'text'`, on one line. Only for sessions whose sql_mode lacks NO_BACKSLASH_ESCAPES; in such a session a
 * backslash would come out doubled (a quote stays safe in both).
 */
export function quoteString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that need escaping.
  return `'${text.replace(/['\\\0\n\r\x1a]/g, character => ESCAPES[character] ?? character)}'`;
}

/** `'text'` for a session in this sql_mode, whatever it says of backslashes. */
export function quoteStringIn(sqlMode: string, text: string): string {
  return sqlMode.includes('NO_BACKSLASH_ESCAPES') ? `'${text.replaceAll("'", "''")}'` : quoteString(text);
}

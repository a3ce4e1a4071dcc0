/** Prints a server's option file. Reading option files of users is not done here. */

/** Option names without dashes in front. `true` stands for an option without a value. */
export type OptionValues = Readonly<Record<string, string | number | true>>;

/** Values are always quoted: an unquoted `#` would begin a comment, and a path may hold spaces. */
export function printOptionFile(options: OptionValues): string {
  const lines = Object.entries(options).map(([name, value]) =>
    value === true ? name : `${name}="${String(value).replaceAll('\\', '\\\\')}"`,
  );
  return ['[mysqld]', ...lines, ''].join('\n');
}

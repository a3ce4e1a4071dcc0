/** What an account may do, from its own SHOW GRANTS. Pure; both flavors print the same form. */

export type Grant = {
  /** Upper case, as printed; `ALL PRIVILEGES` stands for all of its level. */
  readonly privileges: ReadonlySet<string>;
  /** Pattern of the schema (`\_` is an underscore, `_` and `%` are wildcards); null is the whole server. */
  readonly schema: string | null;
  /** Null is every table of the schema. */
  readonly table: string | null;
};

const quoted = '`(?:[^`]|``)*`|\\*';
const grantLine = new RegExp(`^GRANT (.+) ON (?:TABLE )?(${quoted})\\.(${quoted}) TO `, 's');

/** Lines of other kinds (roles granted, PROXY, routines) are left out; column grants give nothing of the table. */
export function parseGrants(lines: readonly string[]): readonly Grant[] {
  return lines.flatMap(line => {
    const match = grantLine.exec(line);
    if (match === null) return [];
    const [, list = '', schema = '*', table = '*'] = match;
    return [{ privileges: parsePrivileges(list), schema: parseName(schema), table: parseName(table) }];
  });
}

export type Place = { readonly schema: string | null; readonly table: string | null };

export function isGranted(grants: readonly Grant[], privilege: string, place: Place): boolean {
  return grants.some(
    grant =>
      covers(grant, place) && (grant.privileges.has(privilege) || grant.privileges.has('ALL PRIVILEGES')),
  );
}

function covers(grant: Grant, { schema, table }: Place): boolean {
  if (grant.schema === null) return true;
  if (schema === null || !matchesPattern(schema, grant.schema)) return false;
  return grant.table === null || grant.table === table;
}

/** `SELECT (a, b), UPDATE` is the privilege on some columns only, so SELECT is left out. */
function parsePrivileges(list: string): ReadonlySet<string> {
  const whole = list.replace(/[A-Z ]+ \([^)]*\)/g, '');
  return new Set(
    whole
      .split(',')
      .map(name => name.trim().toUpperCase())
      .filter(name => name !== ''),
  );
}

function parseName(text: string): string | null {
  return text === '*' ? null : text.slice(1, -1).replaceAll('``', '`');
}

function matchesPattern(schema: string, pattern: string): boolean {
  const source = pattern.replace(/\\([_%])|([_%])|([^\w])/g, (_, escaped, wildcard, other) => {
    if (escaped !== undefined) return escaped;
    if (wildcard !== undefined) return wildcard === '%' ? '.*' : '.';
    return `\\${other}`;
  });
  return new RegExp(`^${source}$`, 's').test(schema);
}

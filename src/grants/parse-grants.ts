/**
 * What an account may do in its session, from its own SHOW GRANTS. Pure. Both flavors print what its active roles
 * bring as well (MariaDB line by line, MySQL merged into its own), so roles need no walk here: a role that is not
 * active brings nothing.
 */

export type Grant = {
  /** Upper case, in the words of `canonical`; `ALL PRIVILEGES` stands for all of its level. */
  readonly privileges: ReadonlySet<string>;
  /** By privilege: the columns, in lower case, that it is granted on. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pattern of the schema (`\_` is an underscore, `_` and `%` are wildcards); null is the whole server. */
  readonly schema: string | null;
  /** Null is every table of the schema. */
  readonly table: string | null;
};

export type OwnGrants = {
  readonly grants: readonly Grant[];
  /** Taken out of what is granted on the whole server, schema by schema: MySQL with `partial_revokes`. */
  readonly restrictions: readonly Grant[];
  /** Roles that were granted, active or not, quoted as a statement takes them. */
  readonly roles: readonly string[];
};

const quoted = '`(?:[^`]|``)*`';
const part = `${quoted}|\\*`;
const privilegeLine = new RegExp(
  `^(GRANT|REVOKE) (.+) ON (?:TABLE )?(${part})\\.(${part}) (?:TO|FROM) `,
  's',
);
const roleLine = new RegExp(`^GRANT ((?:${quoted}(?:@${quoted})?,? ?)+) TO `, 's');

/** Lines of other kinds (PROXY, single programs, default roles) say nothing of what is asked here. */
export function parseGrants(lines: readonly string[]): OwnGrants {
  const parsed = lines.flatMap(line => {
    const match = privilegeLine.exec(line);
    if (match === null) return [];
    const [, verb = '', list = '', schema = '*', table = '*'] = match;
    const passing = line.endsWith(' WITH GRANT OPTION') ? ', GRANT OPTION' : '';
    return [
      {
        verb,
        grant: { ...parsePrivileges(list + passing), schema: parseName(schema), table: parseName(table) },
      },
    ];
  });
  const of = (wanted: string) => parsed.filter(({ verb }) => verb === wanted).map(({ grant }) => grant);
  return {
    grants: of('GRANT'),
    restrictions: of('REVOKE'),
    roles: lines.flatMap(line => roleLine.exec(line)?.[1]?.split(/, ?/) ?? []),
  };
}

/** `SELECT (a, b), UPDATE`: SELECT on two columns, UPDATE on the table. */
function parsePrivileges(list: string): Pick<Grant, 'privileges' | 'columns'> {
  const entries = Array.from(list.matchAll(/([A-Z][A-Z_ ]*[A-Z])(?: \(([^)]*)\))?/g), match => ({
    name: canonical(match[1] ?? ''),
    columns: match[2],
  }));
  return {
    privileges: new Set(entries.filter(({ columns }) => columns === undefined).map(({ name }) => name)),
    columns: new Map(
      entries.flatMap(({ name, columns }) =>
        columns === undefined ? [] : [[name, new Set(columns.split(', ').map(parseColumn))] as const],
      ),
    ),
  };
}

/** MariaDB takes, and in some releases prints, other words for some privileges. */
const synonyms: Readonly<Record<string, string>> = {
  'REPLICA MONITOR': 'SLAVE MONITOR',
  'REPLICATION REPLICA': 'REPLICATION SLAVE',
  'REPLICATION REPLICA ADMIN': 'REPLICATION SLAVE ADMIN',
};

/** The words in which the table of privileges names them. */
export function canonical(privilege: string): string {
  return synonyms[privilege] ?? privilege;
}

function parseColumn(text: string): string {
  return (text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text).toLowerCase();
}

function parseName(text: string): string | null {
  return text === '*' ? null : text.slice(1, -1).replaceAll('``', '`');
}

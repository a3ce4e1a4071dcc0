/** Whether an account may do something, by what its SHOW GRANTS said. Pure. */
import type { Grant, OwnGrants } from './parse-grants.js';
import type { Place, Privilege } from './privilege.js';

export type Holder = OwnGrants & {
  /** Names of schemas are no patterns: see `Grantee`. */
  readonly literalNames: boolean;
};

export function isGranted(
  holder: Holder,
  { name, or = [], place }: Pick<Privilege, 'name' | 'or' | 'place'>,
): boolean {
  return [name, ...or].some(one =>
    holder.grants.some(
      grant =>
        gives(grant, one, place) &&
        covers(grant, place, holder) &&
        !(grant.schema === null && isRestricted(holder, one, place)),
    ),
  );
}

function isRestricted({ restrictions }: Holder, name: string, place: Place): boolean {
  if (!('schema' in place)) return false;
  return restrictions.some(({ schema, privileges }) => schema === place.schema && privileges.has(name));
}

function gives({ privileges, columns }: Grant, name: string, place: Place): boolean {
  // All of a level is everything but the right to pass it on.
  if (privileges.has(name) || (privileges.has('ALL PRIVILEGES') && name !== passing)) return true;
  if (place.kind !== 'table' || place.columns === undefined) return false;
  const granted = columns.get(name);
  return granted !== undefined && place.columns.every(column => granted.has(column.toLowerCase()));
}

/** As the list of privileges has what GRANT says behind its account. */
const passing = 'GRANT OPTION';

function covers(grant: Grant, place: Place, { literalNames }: Holder): boolean {
  if (grant.schema === null) return true;
  const pattern = grant.schema;
  const matches = (schema: string) => (literalNames ? schema === pattern : patternOf(pattern).test(schema));
  switch (place.kind) {
    case 'server':
      return false;
    case 'schema':
      return grant.table === null && matches(place.schema);
    case 'schemas':
      // Two names that a pattern cannot both match unless it ends with a wildcard.
      return grant.table === null && [`${place.prefix}x`, `${place.prefix}xy_z`].every(matches);
    case 'table':
      if (grant.table === null) return matches(place.schema);
      return grant.schema === place.schema && grant.table === place.table;
    case 'procedure':
      return grant.table === null && matches(place.schema);
    default: {
      const never: never = place;
      return never;
    }
  }
}

function patternOf(text: string): RegExp {
  const source = text.replace(/\\([_%])|([_%])|([^\w])/g, (_, escaped, wildcard, other) => {
    if (escaped !== undefined) return escaped;
    if (wildcard !== undefined) return wildcard === '%' ? '.*' : '.';
    return `\\${other}`;
  });
  return new RegExp(`^${source}$`, 's');
}

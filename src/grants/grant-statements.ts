/** GRANT statements from data. Pure. */
import { quoteIdentifier, quoteName } from '../sql/identifier.js';
import type { Grantable, Place } from './privilege.js';

export type Grantee = {
  /** As a statement takes it: `'dbshift'@'%'`. */
  readonly account: string;
  /**
   * The server takes `_` and `%` in names of schemas for themselves, escaped or not: MySQL with `partial_revokes`,
   * where an escaped name even matches nothing (9.7, tested).
   */
  readonly literalNames: boolean;
};

/** One statement for each place, in the order in which the places come up. */
export function grantStatements(privileges: readonly Grantable[], grantee: Grantee): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { name, place } of privileges) {
    const where = describePlace(place, grantee.literalNames);
    const what = `${name}${columnsOf(place)}`;
    const known = places.get(where);
    if (known === undefined) places.set(where, [what]);
    else known.push(what);
  }
  return Array.from(
    places,
    ([where, names]) => `GRANT ${names.join(', ')} ON ${where} TO ${grantee.account}`,
  );
}

/** As GRANT names it, where `_` and `%` of a schema's name are wildcards unless they are escaped. */
export function describePlace(place: Place, literalNames = false): string {
  const schema = (name: string) => (literalNames ? name : name.replace(/[\\_%]/g, '\\$&'));
  switch (place.kind) {
    case 'server':
      return '*.*';
    case 'schema':
      return `${quoteIdentifier(schema(place.schema))}.*`;
    case 'schemas':
      return `${quoteIdentifier(`${schema(place.prefix)}%`)}.*`;
    case 'table':
      // With a table behind it, a schema's name is never a pattern.
      return quoteName(place.schema, place.table);
    case 'procedure':
      return `PROCEDURE ${quoteName(place.schema, place.procedure)}`;
    default: {
      const never: never = place;
      return never;
    }
  }
}

function columnsOf(place: Place): string {
  return place.kind === 'table' && place.columns !== undefined ? ` (${place.columns.join(', ')})` : '';
}

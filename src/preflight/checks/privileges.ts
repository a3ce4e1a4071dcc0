/** Our account may do all that a run needs: found out now, not in the middle of it. */
import { quoteIdentifier, quoteName } from '../../sql/identifier.js';
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import { isGranted } from '../parse-grants.js';
import type { PreflightFacts, RequiredPrivilege } from '../server-facts.js';

export function privileges(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, server => {
    const missing = server.required.filter(
      need => !need.anyOf.some(name => isGranted(server.grants, name, need)),
    );
    const places = new Set(missing.map(placeOf));
    return Array.from(places, place =>
      finding(
        server,
        place,
        missing.filter(need => placeOf(need) === place),
      ),
    );
  });
}

function finding(
  { label, account }: PreflightFacts,
  place: string,
  needs: readonly RequiredPrivilege[],
): PreflightFinding {
  const names = needs.map(({ anyOf }) => anyOf[0]).join(', ');
  const reasons = Array.from(new Set(needs.map(({ why }) => why))).join('; ');
  return {
    id: 'privileges',
    severity: 'refuse',
    where: label,
    message: `${account} lacks ${names} on ${place}: dbshift ${reasons}`,
    hint: `GRANT ${names} ON ${place} TO ${account}`,
  };
}

/** As a GRANT names it, where `_` and `%` of a schema's name are wildcards unless they are escaped. */
function placeOf({ schema, table }: RequiredPrivilege): string {
  if (schema === null) return '*.*';
  return table === null
    ? `${quoteIdentifier(schema.replace(/[\\_%]/g, '\\$&'))}.*`
    : quoteName(schema, table);
}

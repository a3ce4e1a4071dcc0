/** Our account may do all that a run needs: found out now, not in the middle of it. */
import { describePlace, grantStatements } from '../../grants/grant-statements.js';
import { isGranted } from '../../grants/is-granted.js';
import type { Privilege } from '../../grants/privilege.js';
import type { PreflightFinding } from '../finding.js';
import type { PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function privileges(pair: PairFacts): readonly PreflightFinding[] {
  return [pair.a, pair.b, ...pair.replicas.map(({ facts }) => facts)].flatMap(server => {
    const missing = server.required.filter(need => !isGranted(server.grants, need));
    const keyOf = (need: Privilege) => `${need.feature} ${placeOf(server, need)}`;
    return Array.from(new Set(missing.map(keyOf)), key =>
      finding(
        server,
        missing.filter(need => keyOf(need) === key),
      ),
    );
  });
}

function finding(server: PreflightFacts, needs: readonly Privilege[]): PreflightFinding {
  const [first] = needs;
  const names = needs.map(({ name }) => name).join(', ');
  const place = first === undefined ? '' : placeOf(server, first);
  const reasons = [...new Set(needs.map(({ why }) => why))].join('; ');
  return {
    id: 'privileges',
    // Without it a run shows no percentage, and nothing else.
    severity: first?.feature === 'progress' ? 'warn' : 'refuse',
    where: server.label,
    message: `${server.account} lacks ${names} on ${place}: dbshift ${reasons}`,
    hint: hintFor(server, needs),
  };
}

function hintFor({ account, grants, repairs }: PreflightFacts, needs: readonly Privilege[]): string {
  const { literalNames, roles } = grants;
  if (literalNames && needs.some(({ place }) => place.kind === 'schemas')) {
    return 'name a server in `workspace.url`: with partial_revokes no GRANT covers schemas by the beginning of their name';
  }
  return [
    ...grantStatements(needs, { account, literalNames }),
    ...(roles.length > 0
      ? [`where one of its roles has it (${roles.join(', ')}): ${repairs.defaultRole(account)}`]
      : []),
    ...(needs.some(({ name }) => closing.has(name))
      ? ['a managed server that gives this to nobody cannot be closed for writes, so it cannot be flipped']
      : []),
  ].join('; ');
}

/** With one of these read_only is set. */
const closing: ReadonlySet<string> = new Set(['READ_ONLY ADMIN', 'SYSTEM_VARIABLES_ADMIN']);

function placeOf({ grants }: PreflightFacts, { place }: Privilege): string {
  return describePlace(place, grants.literalNames);
}

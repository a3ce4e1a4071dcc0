/** Asks the servers for programs that our account could not make again: see `src/programs/unmakeable.ts`. */
import type { Finding } from '../../errors.js';
import { accountName } from '../../grants/account-name.js';
import { type ServerKey, sides } from '../../pair/side.js';
import { preflightOf } from '../../preflight/flavor-preflight.js';
import { rowsIfAllowed } from '../../preflight/rows-if-allowed.js';
import type { Definition } from '../../programs/program.js';
import { type DefinerFacts, unmakeable } from '../../programs/unmakeable.js';
import type { Row, Session } from '../../server/connection.js';
import { readOwnAccount, readOwnGrants } from '../../server/own-account.js';
import type { Run } from '../engine-ports.js';

/** @param definitions what is there, and what is to be */
export async function findUnmakeable(
  { pair }: Pick<Run, 'pair'>,
  definitions: readonly Definition[],
  servers: readonly ServerKey[] = sides,
): Promise<readonly Finding[]> {
  if (!pair.flavor.capabilities.guardsDefiners || definitions.length === 0) return [];
  const findings: Finding[] = [];
  for (const server of servers) {
    const session = await pair.watch(server);
    const facts = session === null ? null : await readDefinerFacts(session, pair.flavor);
    if (facts !== null) findings.push(...unmakeable(definitions, facts));
  }
  return findings;
}

/** Null where the account may not see the others; preflight has said so then. */
async function readDefinerFacts(
  session: Session,
  flavor: Run['pair']['flavor'],
): Promise<DefinerFacts | null> {
  const accounts = await rowsIfAllowed(session, preflightOf(flavor).accountQueries.accounts);
  if (accounts === null) return null;
  return {
    label: session.label,
    accounts: new Set(accounts.map(nameOf)),
    systemUsers: new Set(accounts.filter(({ systemUser }) => Number(systemUser) === 1).map(nameOf)),
    own: await readOwnAccount(session),
    holder: { ...(await readOwnGrants(session)), literalNames: false },
  };
}

function nameOf({ user, host }: Row): string {
  return accountName(user, host);
}

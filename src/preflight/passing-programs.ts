/**
 * Procedures that a deploy would bring, judged like those that are there (`checks/definer-programs.ts`): one of them would
 * keep every later flip out, so it is not let in.
 */
import type { Finding } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import { quoteAccount } from '../grants/account-name.js';
import { parseProgram } from '../programs/lint/parse-program.js';
import { type Definition, programTitle } from '../programs/program.js';
import type { ProgramChange } from '../programs/program-change.js';
import type { Session } from '../server/connection.js';
import { readOwnAccount } from '../server/own-account.js';
import { offsetOfBody } from '../sql/program-head.js';
import { preflightOf } from './flavor-preflight.js';
import { mayWrite } from './may-write.js';
import { readBypassAccounts } from './read-program-facts.js';

export type Bringing = {
  readonly sessions: readonly Session[];
  readonly flavor: Flavor;
  readonly database: string;
};

/** One finding for each. Asks the servers only where one of them would write as its definer. */
export async function findPassing(
  changes: readonly Pick<ProgramChange, 'after' | 'where'>[],
  { sessions, flavor, database }: Bringing,
): Promise<readonly Finding[]> {
  const suspects = changes.flatMap(({ after, where }) =>
    after !== null && writesAsDefiner(after) ? [{ after, where }] : [],
  );
  if (suspects.length === 0) return [];
  const servers = await Promise.all(
    sessions.map(async session => {
      const accounts = await readBypassAccounts(session, preflightOf(flavor), database);
      const passing = accounts?.filter(({ kind }) => kind === 'passes').map(({ name }) => name);
      return { label: session.label, ourselves: await readOwnAccount(session), passing: new Set(passing) };
    }),
  );
  return suspects.flatMap(({ after, where = programTitle(after) }) => {
    const on = servers.filter(({ passing, ourselves }) => passing.has(after.definer || ourselves));
    const definer = after.definer || on[0]?.ourselves;
    return on.length === 0 || definer === undefined
      ? []
      : [
          {
            id: 'definer-programs',
            where,
            message: `${programTitle(after)} would run as ${quoteAccount(definer)}, so its callers would write although ${on.map(({ label }) => label).join(' and ')} is read-only`,
            hint: 'write SQL SECURITY INVOKER, or a definer that cannot do that',
          },
        ];
  });
}

function writesAsDefiner({ kind, create, settings: { sqlMode } }: Definition): boolean {
  if (kind !== 'procedure') return false;
  const { security } = parseProgram({ kind, text: create, sqlMode });
  return security !== 'INVOKER' && mayWrite(create.slice(offsetOfBody(create) ?? 0));
}

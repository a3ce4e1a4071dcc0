/** Whether the accounts that programs name are there, on each server of the pair. */

import type { FlavorName } from '../../flavor/flavor.js';
import type { Seen } from '../../programs/lint/judge-programs.js';
import type { LintedProgram, ProgramRule } from '../../programs/lint/program-rule.js';
import { definerMissing, definerUnknown } from '../../programs/lint/rules/definers.js';
import type { Session } from '../../server/connection.js';
import { type AccountState, accountState } from './account-state.js';

type Places = { readonly servers: readonly Session[]; readonly mariadb: boolean };

export async function lookForDefiners(
  programs: readonly LintedProgram[],
  { servers, mariadb }: Places,
): Promise<readonly Seen[]> {
  const accounts = new Set(programs.flatMap(({ wanted }) => wanted.definer ?? []));
  const problems = new Map<string, Problem>();
  for (const account of accounts) {
    const problem = await problemOf(account, servers, mariadb ? 'mariadb' : 'mysql');
    if (problem !== null) problems.set(account, problem);
  }
  return programs.flatMap(({ wanted, reading }) => {
    const problem = problems.get(wanted.definer ?? '');
    if (problem === undefined) return [];
    return [{ wanted, rule: problem.rule, remark: { at: reading.nameAt, message: problem.message } }];
  });
}

type Problem = { readonly rule: ProgramRule; readonly message: string };

/** That one is not there counts for more than that nobody may look. */
async function problemOf(
  account: string,
  servers: readonly Session[],
  flavor: FlavorName,
): Promise<Problem | null> {
  const found = await Promise.all(servers.map(server => accountState(server, account, flavor)));
  const on = (state: AccountState) =>
    servers
      .filter((_, index) => found[index] === state)
      .map(({ label }) => label)
      .join(' and ');
  if (found.includes('missing'))
    return { rule: definerMissing, message: `its definer ${account} is not on ${on('missing')}` };
  if (!found.includes('unknown')) return null;
  const message = `whether its definer ${account} is on ${on('unknown')} cannot be seen`;
  return { rule: definerUnknown, message };
}

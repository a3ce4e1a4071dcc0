/**
 * A procedure that runs as a definer with the bypass lets every caller write on a read-only server (all three, tested):
 * after a flip, a session that still talks to the old active would go on writing there. Also after one that brings the
 * mended program, until the second leg; so it is mended in place.
 */
import { quoteAccount } from '../../grants/account-name.js';
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function definerPrograms(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, definerPrograms: programs, bypassAccounts }) => {
    const passing = bypassAccounts?.filter(({ kind }) => kind === 'passes');
    const privileged = new Set(passing?.map(({ name }) => name));
    return programs
      .filter(({ definer, writes }) => writes && privileged.has(definer))
      .map(
        ({ kind, name, definer }): PreflightFinding => ({
          id: 'definer-programs',
          severity: pair.inPlace === true ? 'warn' : 'refuse',
          where: label,
          message: `${kind} ${name} runs as ${quoteAccount(definer)}, so its callers write although the server is read-only`,
          hint: `ALTER ${kind.toUpperCase()} ${name} SQL SECURITY INVOKER, or create it anew with a definer that cannot do that; where a file has it mended, \`dbshift procs deploy ${kind}:${name}\` brings that without a flip`,
        }),
      );
  });
}

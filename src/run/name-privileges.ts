/**
 * A command that is denied something before its preflight has spoken lets preflight speak: everything that the account
 * lacks at once, instead of the first thing that it met.
 */
import type { Intent } from '../pair/facts.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { checkPair } from './check-pair.js';
import type { Run } from './engine-ports.js';

/** Carries `work` out. Throws PreflightError where a privilege was missing, any other error as it was. */
export async function withNamedPrivileges<T>(
  run: Run,
  goal: Intent['goal'],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isErrno(error, ...accessRefusals)) await checkPair(run, { goal, resuming: await hasOpenRun(run) });
    throw error;
  }
}

/** Unknown counts as none: then the state of the moment is told as well. */
async function hasOpenRun({ journal }: Run): Promise<boolean> {
  return journal.glance().then(
    ({ intent }) => intent !== null,
    () => false,
  );
}

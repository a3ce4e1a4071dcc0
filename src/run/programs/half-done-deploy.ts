/** For the commands that must not begin while a deploy of programs is half done, and those that tell of it. */
import { BlockedError, type Finding } from '../../errors.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import { type Deploy, halfDone } from '../../programs/deploy-record.js';
import type { Run } from '../engine-ports.js';
import type { EndedDeploy } from './deploy-event.js';

export async function readHalfDone({ pair }: Pick<Run, 'pair'>): Promise<Deploy | null> {
  return halfDone(await openDeployJournal(pair.watch).newest());
}

/** Throws BlockedError: which programs are there is not known before somebody has looked. */
export async function refuseHalfDone(run: Pick<Run, 'pair'>): Promise<void> {
  const deploy = await readHalfDone(run);
  if (deploy === null) return;
  const { where, message, hint = '' } = halfDoneFinding(deploy);
  throw new BlockedError(`${where} ${message}`, { hint });
}

export function endedFinding(
  { command, by, at }: Deploy,
  { outcome, kept = [], over = [] }: EndedDeploy,
): Finding {
  const left = [
    kept.length === 0 ? '' : `, but for what was to be left as it is: ${kept.join(', ')}`,
    over.length === 0 ? '' : `, but for what is over by now and counts as there: ${over.join(', ')}`,
  ].join('');
  return {
    id: outcome === 'done' ? 'deploy-ended' : 'deploy-put-back',
    where: `procs ${command} of ${by}`,
    message:
      outcome === 'done'
        ? `begun at ${at.slice(0, 19)} UTC, was finished: both servers have all of it${left}`
        : `begun at ${at.slice(0, 19)} UTC, had died: every program is put back as it was, on both servers${left}`,
  };
}

export function halfDoneFinding({ command, by, at, changes, database }: Deploy): Finding {
  return {
    id: 'deploy-half-done',
    where: `procs ${command} of ${by}`,
    message: `was begun at ${at.slice(0, 19)} UTC and did not end: ${upTo(changes.length)} of database ${database} may be changed`,
    hint: `\`dbshift recover\` with the configuration for ${database} puts them back as they were, on both servers`,
  };
}

function upTo(count: number): string {
  return count === 1 ? 'one program' : `up to ${count} programs`;
}

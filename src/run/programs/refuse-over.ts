/** Events that no server makes any more: a file says a time that passes while it is read, or a version is an old one. */
import { RefusedError } from '../../errors.js';
import type { RecordedChange } from '../../programs/deploy-record.js';
import { programTitle } from '../../programs/program.js';
import { readOver } from '../../server/events-over.js';
import { demandSession } from '../demand-session.js';
import type { Steady } from './deploying.js';

/** What the active has already is not asked. Throws RefusedError. */
export async function refuseOver({ run, active }: Steady, changes: readonly RecordedChange[]): Promise<void> {
  const wanted = changes.filter(({ before, after }) => before[active] !== after);
  const session = await demandSession(run, active);
  const isOver = await readOver(
    session,
    wanted.map(({ after }) => after),
  );
  const findings = wanted
    .filter(({ after }) => isOver(after))
    .map(change => ({
      id: 'event-over',
      where: change.where ?? programTitle(change),
      message: `${programTitle(change)} was to run for the last time before now, by the clock of ${session.label}: it would be dropped at once.`,
      hint: 'Give it a time that is to come, or ON COMPLETION PRESERVE.',
    }));
  if (findings.length > 0) throw new RefusedError('events are over', { findings });
}

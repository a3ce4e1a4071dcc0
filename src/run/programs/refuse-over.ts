/** Events that no server makes any more: a file says a time that passes while it is read, or a version is an old one. */
import { type Finding, RefusedError } from '../../errors.js';
import type { RecordedChange } from '../../programs/deploy-record.js';
import { programTitle } from '../../programs/program.js';
import { isSame } from '../../programs/same-definition.js';
import type { Session } from '../../server/connection.js';
import { readOver } from '../../server/events-over.js';
import { demandSession } from '../demand-session.js';
import type { Steady } from './deploying.js';

/** What the active has already is not asked. Throws RefusedError. */
export async function refuseOver({ run, active }: Steady, changes: readonly RecordedChange[]): Promise<void> {
  const wanted = changes.filter(({ before, after }) => !isSame(after, before[active]));
  const findings = await findOverEvents(await demandSession(run, active), wanted);
  if (findings.length > 0) throw new RefusedError('events are over', { findings });
}

/** By the clock of the server of the session. */
export async function findOverEvents(
  session: Session,
  wanted: readonly Pick<RecordedChange, 'kind' | 'name' | 'after' | 'where'>[],
): Promise<readonly Finding[]> {
  const isOver = await readOver(
    session,
    wanted.map(({ after }) => after),
  );
  return wanted
    .filter(({ after }) => isOver(after))
    .map(change => ({
      id: 'event-over',
      where: change.where ?? programTitle(change),
      message: `${programTitle(change)} was to run for the last time before now, by the clock of ${session.label}: it would be dropped at once.`,
      hint: 'Give it a time that is to come, or ON COMPLETION PRESERVE.',
    }));
}

/** What a deploy of programs tells, line by line. */
import { programTitle } from '../../programs/program.js';
import { changeWord } from '../../programs/program-change.js';
import type { DeployEvent } from '../../run/programs/deploy-event.js';
import { align } from './align.js';
import { describeDuration } from './duration.js';
import { describeFindings } from './findings.js';

type Of<T extends DeployEvent['type']> = Extract<DeployEvent, { readonly type: T }>;

export function deployLines(event: DeployEvent): readonly string[] {
  switch (event.type) {
    case 'queued':
      return [`waiting for another run: ${event.holder}`];
    case 'warnings':
      return ['warnings', ...describeFindings(event.findings)];
    case 'half-done-ended':
      return [halfDoneLine(event)];
    case 'unchanged':
      return ['nothing to do: both servers have what is wanted'];
    case 'planned':
      return plannedLines(event);
    case 'recorded':
      return [`deploy ${event.deploy}: what both servers have is written down on both`];
    case 'brought':
      return [broughtLine(event)];
    case 'applied':
      return [`${event.side}  has applied it after ${describeDuration(event.ms)}`];
    case 'deployed':
      return [`deploy ${event.deploy}: ${counted(event.changes)} read back on both servers`];
    default: {
      const never: never = event;
      return never;
    }
  }
}

function halfDoneLine({ deploy, outcome, kept = [], over = [] }: Of<'half-done-ended'>): string {
  const which = `the ${deploy.command} that ${deploy.by} began at ${deploy.at.slice(0, 19)} UTC`;
  const left = [
    kept.length === 0 ? '' : `, but for what was to be left as it is: ${kept.join(', ')}`,
    over.length === 0 ? '' : `, but for what is over by now and counts as there: ${over.join(', ')}`,
  ].join('');
  return outcome === 'done'
    ? `${which} was finished: both servers have all of it${left}`
    : `${which} had died: every program is put back as it was, on both servers, and read back${left}`;
}

function plannedLines({ command, changes, active, statements, dryRun }: Of<'planned'>): readonly string[] {
  const rows = changes.map(({ before, where = '', ...change }) => {
    const onActive = { ...change, before: before[active] };
    const same = before[active] !== null && before[active] === change.after;
    return [same ? 'put right on the passive' : changeWord(onActive), programTitle(change), where];
  });
  const shown = dryRun ? ['', ...statements.map(sql => `${sql};`)] : [];
  const filesStay =
    command === 'rollback' ? ['the files stay as they are: the next deploy brings back what they have'] : [];
  return [...align(rows), ...filesStay, ...shown, ...(dryRun ? ['', 'nothing was done (--dry-run)'] : [])];
}

const past = { create: 'created', replace: 'replaced', drop: 'dropped', left: 'left', over: 'over' } as const;

function broughtLine({ side, what, missedMs, binlogged, given, ...id }: Of<'brought'>): string {
  if (what === 'over')
    return `${side}  ${programTitle(id)} is over by the clock of the server: it counts as there`;
  const alone = binlogged ? '' : ', there alone';
  const missed = missedMs === null ? '' : `, missing for at most ${missedMs.toFixed(1)} ms`;
  const again = what === 'replace' ? '' : grantedAgain(given);
  return `${side}  ${past[what]} ${programTitle(id)}${alone}${missed}${again}`;
}

/** Whom: nobody asks that of a program that is only replaced. */
function grantedAgain(given: Of<'brought'>['given']): string {
  const said = given.map(({ account, privileges }) => `${privileges.join(', ')} to ${account}`);
  return said.length === 0 ? '' : `, given back: ${said.join('; ')}`;
}

function counted(count: number): string {
  return count === 1 ? '1 program' : `${count} programs`;
}

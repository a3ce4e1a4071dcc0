/**
 * Events follow the active role, the scheduler that runs them is a setting of each server. It may run on both: on the
 * passive it finds every event asleep. It is not switched by a flip, because that would be forgotten at the next boot.
 */
import { enabledEvents } from '../../pair/scheduled-event.js';
import { otherSide } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import { activeSide, bothLabels, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function eventScheduler(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null || enabledEvents(pair[side].events.all).length === 0) return [];
  const [active, passive] = [pair[side], pair[otherSide(side)]];
  if (runs(active) && !runs(passive)) return [refuse(passive, 'no event would run there after a flip')];
  if (!runs(active) && runs(passive)) {
    return [refuse(active, `events do not run there, and would begin to after a flip to ${passive.label}`)];
  }
  if (runs(active)) return [active, passive].filter(isTransient).map(warnOfBoot);
  return [
    {
      id: 'event-scheduler',
      severity: 'warn',
      where: bothLabels(pair),
      message: 'there are enabled events, but event_scheduler is on at neither server, so nothing runs them',
      hint: 'a flip moves them all the same',
    },
  ];
}

function runs({ events }: PreflightFacts): boolean {
  return events.scheduler.state === 'ON';
}

function isTransient({ events }: PreflightFacts): boolean {
  return events.scheduler.origin === 'set';
}

/** `DISABLED` cannot be switched while the server runs. */
function refuse({ label, events }: PreflightFacts, consequence: string): PreflightFinding {
  const { state } = events.scheduler;
  const restart = state === 'DISABLED' ? ', and a restart' : '; SET GLOBAL event_scheduler = ON';
  return {
    id: 'event-scheduler',
    severity: 'refuse',
    where: label,
    message: `event_scheduler is ${state}: ${consequence}`,
    hint: `event_scheduler = ON in the option file of both servers${restart}`,
  };
}

function warnOfBoot({ label }: PreflightFacts): PreflightFinding {
  return {
    id: 'event-scheduler',
    severity: 'warn',
    where: label,
    message: 'event_scheduler was set at run time, so what the option file says cannot be seen',
    hint: 'make sure that it says event_scheduler = ON, or after a restart no event runs',
  };
}

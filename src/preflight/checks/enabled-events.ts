/** Scheduled events are not moved by a flip yet: they would go on writing on the server that became passive. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function enabledEvents(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, enabledEvents: events, settings }) => {
    if (events.length === 0) return [];
    const asleep = settings.eventScheduler ? '' : ' (event_scheduler is off, so nothing runs them now)';
    return [
      {
        id: 'enabled-events',
        severity: settings.eventScheduler ? 'refuse' : 'warn',
        where: label,
        message: `has enabled events: ${events.join(', ')}${asleep}`,
        hint: `ALTER EVENT ${events[0]} DISABLE for the time of the run, or schedule them outside of the servers`,
      },
    ];
  });
}

/**
 * Warnings of a deploy are about what it does, so they are told together, in front of that. Where there is nothing to
 * do, or it is refused, they would be the same ones every time, and nobody would read them any more.
 */
import type { Finding } from '../../errors.js';
import type { DeployEvent } from '../../run/programs/deploy-event.js';

export async function* heldWarnings(events: AsyncIterable<DeployEvent>): AsyncGenerator<DeployEvent, void> {
  const findings: Finding[] = [];
  for await (const event of events) {
    if (event.type === 'warnings') findings.push(...event.findings);
    else {
      if (event.type === 'planned' && findings.length > 0) yield { type: 'warnings', findings };
      yield event;
    }
  }
}

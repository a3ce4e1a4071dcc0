/**
 * Warnings of a deploy are about what it does, so they are told in front of that. Where there is nothing to do, or it
 * is refused, they would be the same ones every time, and nobody would read them any more.
 */
import type { DeployEvent } from '../../run/programs/deploy-event.js';

export async function* heldWarnings(events: AsyncIterable<DeployEvent>): AsyncGenerator<DeployEvent, void> {
  const held: DeployEvent[] = [];
  for await (const event of events) {
    if (event.type === 'warnings') {
      held.push(event);
      continue;
    }
    if (event.type === 'planned') yield* held;
    yield event;
  }
}

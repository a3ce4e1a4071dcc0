/** `dbshift approve flip`: lets the open run flip, from any machine that reaches the servers. */
import type { Config } from '../config/config.js';
import { BlockedError } from '../errors.js';
import { openJournal } from '../journal/journal.js';
import { withPair } from './connect-pair.js';
import { approval } from './open-run.js';

/** Throws BlockedError when no run is open. */
export async function approveFlip(config: Config): Promise<{ readonly runId: string }> {
  return withPair(config, 'any', async pair => {
    const journal = openJournal(pair.watch);
    const { intent } = await journal.reload();
    if (intent === null) throw new BlockedError('no run is open, so there is nothing to approve');
    await journal.append(approval());
    return { runId: intent.runId };
  });
}

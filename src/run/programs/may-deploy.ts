/** What every deploy asks of its pair, whether it is to be done or only shown. Reads only. */
import { BlockedError } from '../../errors.js';
import type { Side } from '../../pair/side.js';
import { checkPair } from '../check-pair.js';
import { commandFor } from '../command-name.js';
import type { Run } from '../engine-ports.js';
import { isSteady } from '../is-steady.js';
import { readPointers } from '../read-pointers.js';
import type { DeployEvent } from './deploy-event.js';

/** Throws PreflightError with everything that is missing. */
export async function* checked(run: Run): AsyncGenerator<DeployEvent, void> {
  const findings = await checkPair(run, {
    goal: 'migrate',
    resuming: false,
    inPlace: true,
    features: ['deploys', 'programs', 'definers'],
  });
  if (findings.length > 0) yield { type: 'warnings', findings };
}

/** Throws BlockedError: what a run changes and what a deploy changes must not come in between each other. */
export function refuseOpenRun({ journal }: Run): void {
  const facts = journal.facts();
  if (facts.intent === null) return;
  const command = commandFor(facts.intent, facts);
  throw new BlockedError(`run ${facts.intent.runId} (${command}) is still open`, {
    hint: `finish it first: \`dbshift ${command}\``,
  });
}

/** Throws BlockedError where nobody, or the wrong side, accepts writes. */
export async function steadyActive({ watched, pointers }: Run): Promise<Side> {
  const pointer = await readPointers(pointers);
  if (pointer.kind === 'names' && (await isSteady(watched))) return pointer.side;
  throw new BlockedError(
    'the pair is not steady: the side that the pointer names must accept writes, it alone',
    {
      hint: '`dbshift recover` brings it there; `dbshift status` shows it',
    },
  );
}

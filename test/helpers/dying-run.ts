/**
 * A program for tests: runs a command on the pair of a folder, and is gone, as by SIGKILL, as soon as it tells that a
 * step, or an action of one, is done. A run goes on only as its events are taken, so it dies right there.
 */
import { loadConfig } from '../../src/config/load-config.js';
import type { Action } from '../../src/engine/action.js';
import type { RunEvent } from '../../src/engine/event.js';
import type { StepId } from '../../src/engine/rules.js';
import { flip } from '../../src/run/flip.js';
import { migrate } from '../../src/run/migrate.js';
import { deployViaFlip } from '../../src/run/programs/deploy-via-flip.js';

export type DyingRun = {
  readonly folder: string;
  readonly command: 'flip' | 'migrate' | 'deploy-via-flip';
  readonly after: { readonly step: StepId } | { readonly action: Action['do'] };
};

const { folder, command, after } = JSON.parse(process.argv[2] ?? '{}') as DyingRun;
const signal = new AbortController().signal;
const options = { yes: true, awaitApproval: false, signal, names: [], prune: true };
const run = { flip, migrate, 'deploy-via-flip': deployViaFlip }[command];
for await (const event of run(await loadConfig({ cwd: folder }), options)) {
  if (isLast(event)) process.kill(process.pid, 'SIGKILL');
}
throw new Error(`the run ended without ${JSON.stringify(after)}`);

function isLast(event: RunEvent): boolean {
  if ('step' in after) return event.type === 'step-done' && event.step === after.step;
  return event.type === 'action-done' && event.action.do === after.action;
}

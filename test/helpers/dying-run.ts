/**
 * A program for tests: runs a command on the pair of a folder, and is gone, as by SIGKILL, as soon as it tells that a
 * step is done. A run goes on only as its events are taken, so it dies right there.
 */
import { loadConfig } from '../../src/config/load-config.js';
import { flip } from '../../src/run/flip.js';
import { migrate } from '../../src/run/migrate.js';

export type DyingRun = {
  readonly folder: string;
  readonly command: 'flip' | 'migrate';
  readonly afterStep: string;
};

const { folder, command, afterStep } = JSON.parse(process.argv[2] ?? '{}') as DyingRun;
const options = { yes: true, awaitApproval: false, signal: new AbortController().signal };
const run = { flip, migrate }[command];
for await (const event of run(await loadConfig({ cwd: folder }), options)) {
  if (event.type === 'step-done' && event.step === afterStep) process.kill(process.pid, 'SIGKILL');
}
throw new Error(`the run ended without ${afterStep}`);

/**
 * What a power cut, an operator or the kernel ends in the middle of a migration: the command during a DDL, the passive
 * between the legs, the active behind the fence. The same command goes on each time, and nothing is lost.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../../src/config/config.js';
import type { RunEvent } from '../../src/engine/event.js';
import { LockHeldError } from '../../src/errors.js';
import { migrate } from '../../src/run/migrate.js';
import { onlyFlips } from '../helpers/only-flips.js';
import { withWatchedPair } from '../helpers/oracle/watched-pair.js';
import { cliFile } from '../helpers/run-cli.js';
import { flavorTest } from '../helpers/server-test.js';
import { until } from '../helpers/until.js';

const workload = { table: 'orders', rows: 30_000, counters: 64, writers: 4 };

flavorTest(
  'the command, the passive and the active are killed in one migration, and nothing is lost',
  async (t, image) => {
    t.timeout(300_000);
    // A well-run MySQL locks privileged accounts out of both servers when they boot.
    const serverOptions: Readonly<Record<string, string>> =
      image.flavor === 'mysql' ? { 'super-read-only': 'ON' } : {};
    const { sandbox, oracle, crash, revive } = await withWatchedPair(t, workload, { image, serverOptions });
    const config = await onlyFlips(sandbox);
    await writeFile(
      join(config.migrations, '1.sql'),
      'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
    );
    await oracle.writers.acknowledge(150);
    await killCommandDuring(sandbox.folder, 'MODIFY id BIGINT');

    await runWith(config, ['resync', () => crash('b')]);
    await revive('b');
    await oracle.writers.acknowledge(100);

    await runWith(config, ['fence', () => crash('a')]);
    await revive('a');

    t.is(await runWith(config), 'goal');
    await oracle.writers.acknowledge(150);
    const { findings, pauses, outcomes } = await oracle.judge();
    t.log(outcomes);
    t.deepEqual(findings, []);
    t.deepEqual(
      pauses.map(({ to }) => to),
      ['b'],
    );
  },
);

/** SIGKILL as soon as the command says that it sends the statement. */
async function killCommandDuring(folder: string, statement: string): Promise<void> {
  const command = spawn(process.execPath, [cliFile, 'migrate', '--yes'], { cwd: folder });
  const ended = once(command, 'close');
  for await (const line of createInterface({ input: command.stdout }))
    if (line.includes('migrate ') && line.includes(statement)) command.kill('SIGKILL');
  await ended;
}

/**
 * Runs until the goal, or until the harm was done and the run has ended of it. A DDL that goes on without its command
 * keeps the lock: as a person would, it is asked again.
 */
async function runWith(
  config: Config,
  harm?: readonly [step: string, act: () => Promise<void>],
): Promise<string> {
  let harmed = false;
  return until(
    'the run ends',
    async () => {
      let last = 'error';
      try {
        for await (const event of running(config)) {
          last = event.type;
          if (event.type !== 'step-done' || event.step !== harm?.[0] || harmed) continue;
          harmed = true;
          await harm[1]();
        }
      } catch (error) {
        if (error instanceof LockHeldError) return false;
        if (!harmed) throw error;
      }
      return last === 'goal' || harmed ? last : false;
    },
    { withinMs: 120_000, everyMs: 200 },
  );
}

function running(config: Config): AsyncGenerator<RunEvent, void> {
  return migrate(config, { yes: true, awaitApproval: false, signal: new AbortController().signal });
}

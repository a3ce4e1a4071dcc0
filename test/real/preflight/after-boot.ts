/** Whether a server comes back closed, where its option file cannot be read from here. */
import { readFile, writeFile } from 'node:fs/promises';
import { readAfterBoot } from '../../../src/preflight/read-after-boot.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { preflight, serverOn } from '../../helpers/preflight.js';
import { runCli } from '../../helpers/run-cli.js';
import { flavorTest, mysqlTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

flavorTest(
  'an active that was opened before anybody looked is accepted by name, and known after its next boot',
  async (t, image) => {
    t.timeout(120_000);
    const sandbox = await withPair(t, { image });
    await forgetOptionFiles(sandbox);
    const flip = (...flags: readonly string[]) =>
      runCli(['flip', '--yes', ...flags], { cwd: sandbox.folder });

    const refused = await flip();
    t.is(refused.code, 3);
    t.regex(
      refused.stderr,
      /for one reason\n +server a .* whether it comes back read-only after a crash is not known/u,
    );

    const accepted = await flip('--accept', 'read-only-option');
    t.is(accepted.code, 0, accepted.stderr);
    await sandbox.restart('a');
    const a = await sessionOn(t, sandbox, 'a');
    await a.send('START REPLICA');
    const b = await sessionOn(t, sandbox, 'b');
    // It tries again once a second, and preflight refuses a pair that is not connected.
    await until('b has found a again', async () => {
      const row = (await b.row('SHOW REPLICA STATUS')) ?? {};
      return (row.Replica_IO_Running ?? row.Slave_IO_Running) === 'Yes';
    });
    for (const active of ['a', 'b']) {
      const { code, stdout, stderr } = await flip();
      t.is(code, 0, stderr);
      t.regex(stdout, new RegExp(`${active} is active and accepts writes`, 'u'));
    }
  },
);

mysqlTest('what MySQL has persisted counts before its option file', async (t, image) => {
  const sandbox = await withPair(t, { image });
  const root = await sessionOn(t, sandbox, 'b');
  await root.send('SET PERSIST_ONLY read_only = OFF');
  const { session, flavor, restart } = await serverOn(sandbox, 'b');
  t.teardown(() => session.close());
  const now = { on: true, origin: 'option-file', bootedAt: 0 } as const;
  t.is(await readAfterBoot({ session, flavor, now, restart }), 'open');
  t.true(
    (await preflight(sandbox)).some(
      ({ id, message }) => id === 'read-only-option' && /writable/u.test(message),
    ),
  );
  await root.send('SET PERSIST_ONLY super_read_only = ON');
  t.is(await readAfterBoot({ session, flavor, now, restart }), 'closed');
});

async function forgetOptionFiles(sandbox: Sandbox): Promise<void> {
  const config = await readFile(sandbox.configFile, 'utf8');
  await writeFile(sandbox.configFile, config.replaceAll(/, serverOptionFile: "[^"]+"/gu, ''));
}

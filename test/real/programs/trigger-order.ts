/** Triggers of one moment name each other by their order, which changes while one of them is dropped and made again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../../src/pair/side.js';
import type { Status } from '../../../src/run/status.js';
import { configThrough, type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { cliFile } from '../../helpers/run-cli.js';
import { mysqlTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { tcpProxy } from '../../helpers/tcp-proxy.js';

const triggers = (names: readonly string[], n: number): string =>
  names
    .map((name, at) => {
      const order = at === 0 ? '' : ` FOLLOWS ${names[at - 1]}`;
      return `CREATE TRIGGER ${name} BEFORE INSERT ON rows_of FOR EACH ROW${order} SET NEW.n = ${n};`;
    })
    .join('\n');

const viaFlip = ['procs', 'deploy', '--via-flip', '--yes'];

/** Dies when this statement is on its way to the server, and nothing behind it is. */
async function dieAt(pair: ProgramPair, last: RegExp, t: ExecutionContext): Promise<void> {
  const { a, b } = pair.sandbox.servers;
  const wires = [await tcpProxy(t, a.port), await tcpProxy(t, b.port)] as const;
  const config = await configThrough(pair.sandbox, { a: wires[0].port, b: wires[1].port });
  const child = spawn(process.execPath, [cliFile, ...viaFlip, '--config', config], {
    cwd: pair.sandbox.folder,
    stdio: 'ignore',
  });
  for (const wire of wires)
    wire.watch(statement => {
      if (last.test(statement)) child.kill('SIGKILL');
    });
  const [, signal] = await once(child, 'close');
  t.is(signal, 'SIGKILL');
}

async function inOrder(t: ExecutionContext, { sandbox }: ProgramPair, side: Side): Promise<unknown> {
  const rows = await (await sessionOn(t, sandbox, side)).rows(
    `SELECT TRIGGER_NAME AS name, ACTION_STATEMENT AS body FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = 'app' ORDER BY ACTION_ORDER`,
  );
  return rows.map(({ name, body }) => `${name} ${body}`);
}

mysqlTest(
  'a run that dies between the DROP of a trigger which others follow and its CREATE goes on, and keeps their order',
  async (t, image) => {
    t.timeout(180_000);
    const pair = await programPair(t, image);
    await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
    await pair.write(triggers(['one', 'two', 'three'], 1));
    const made = await pair.dbshift('procs', 'deploy');
    t.is(made.code, 0, made.stdout + made.stderr);
    await pair.write(triggers(['two', 'one', 'three'], 2));
    await dieAt(pair, /^DROP TRIGGER `(?:one|two)`/, t);
    t.is(((await inOrder(t, pair, 'b')) as unknown[]).length, 2, 'one of them is missing');
    const { run } = JSON.parse((await pair.dbshift('status', '--json')).stdout) as Status;
    t.notRegex(run?.next ?? 'none', /somebody/);
    const again = await pair.dbshift(...viaFlip, '--lock-timeout', '60s');
    t.is(again.code, 0, again.stdout + again.stderr);
    for (const side of sides)
      t.deepEqual(await inOrder(t, pair, side), [
        'two SET NEW.n = 2',
        'one SET NEW.n = 2',
        'three SET NEW.n = 2',
      ]);
  },
);

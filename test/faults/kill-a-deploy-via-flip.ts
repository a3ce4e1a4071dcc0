/**
 * A deploy by a flip dies at each statement that changes something, just when its server has it: in a leg between a DROP
 * and its CREATE, behind the fence, between the legs. The same command ends it, on both servers.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';
import { sides } from '../../src/pair/side.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { type WiredPair, wiredPair } from '../helpers/killed-deploy.js';
import { cliFile } from '../helpers/run-cli.js';
import { everyServer, flavorTest } from '../helpers/server-test.js';
import { sessionOn } from '../helpers/servers.js';

const programs = (n: number): string => `DELIMITER $$
CREATE FUNCTION total() RETURNS INT DETERMINISTIC NO SQL RETURN ${n} $$
CREATE PROCEDURE hello() SELECT ${n} AS said, total() AS counted $$
CREATE VIEW one AS SELECT ${n} AS two $$
CREATE TRIGGER first_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE EVENT tick ON SCHEDULE EVERY 1 HOUR DO SET @x = ${n} $$
`;

/** Between two of these nothing changes on a server. */
const changes =
  /^(?:INSERT|COMMIT|CREATE|DROP|ALTER|LOCK|UNLOCK|GRANT|SET GLOBAL|CHANGE|START|STOP|FLUSH|KILL)\b/i;

async function openLab(t: ExecutionContext, image: ServerImage): Promise<WiredPair> {
  const pair = await wiredPair(t, image);
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  await pair.a.send("CREATE USER clerk@'%'");
  await pair.write(programs(0));
  const made = await pair.dbshift('procs', 'deploy');
  t.is(made.code, 0, made.stdout + made.stderr);
  await pair.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  return pair;
}

/** How many statements went through that change something. Kills it at the nth of them. */
async function deployOver({ wires, config, sandbox }: WiredPair, nth: number): Promise<number> {
  const args = ['procs', 'deploy', '--via-flip', '--yes', '--config', config];
  const child = spawn(process.execPath, [cliFile, ...args], { cwd: sandbox.folder, stdio: 'ignore' });
  let seen = 0;
  const see = (statement: string): void => {
    if (!changes.test(statement)) return;
    seen++;
    if (seen === nth) child.kill('SIGKILL');
  };
  for (const wire of wires) wire.watch(see);
  await once(child, 'close');
  return seen;
}

flavorTest(
  'a deploy by a flip that is killed at any statement is ended by the same command, on both servers',
  async (t, image) => {
    t.timeout(1_800_000);
    const lab = await openLab(t, image);
    let n = 1;
    await lab.write(programs(n));
    const statements = await deployOver(lab, Number.POSITIVE_INFINITY);
    await assertDeployed(t, lab, n);
    for (const nth of moments(statements)) {
      await lab.write(programs(++n));
      await deployOver(lab, nth);
      const again = await lab.dbshift('procs', 'deploy', '--via-flip', '--yes', '--lock-timeout', '60s');
      t.is(again.code, 0, `killed at statement ${nth}: ${again.stdout}${again.stderr}`);
      await assertDeployed(t, lab, n);
    }
    const versions = await lab.dbshift('procs', 'history', 'hello', '--number', '1000', '--json');
    t.is(JSON.parse(versions.stdout).length, n + 1, 'each is in the history, and once');
    t.log(`${statements} statements, killed ${n - 1} times`);
    t.true(statements > 30);
  },
);

/** All of them in a full run; else a spread, and one where the history has it and the run is still open. */
function moments(statements: number): readonly number[] {
  const all = Array.from({ length: statements }, (_, index) => index + 1);
  const step = Math.ceil(statements / 4);
  const spread = (nth: number) => nth % step === Math.floor(step / 2) || nth === statements - 2;
  return everyServer ? all : all.filter(spread);
}

/** On both servers, with the grant; the event runs on the active alone. */
async function assertDeployed(t: ExecutionContext, lab: WiredPair, n: number): Promise<void> {
  const active = await lab.activeSide();
  for (const side of sides) {
    // A flip ends the sessions of the side that was active.
    const session = await sessionOn(t, lab.sandbox, side);
    await session.send('USE app');
    t.deepEqual((await session.rows('CALL hello()')).flat()[0], { said: n, counted: n });
    t.is((await session.row('SELECT two FROM one'))?.two, n);
    const trigger = await session.row(
      "SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE TRIGGER_NAME = 'first_in'",
    );
    t.is(trigger?.body, `SET NEW.n = ${n}`);
    const event = await session.row(
      "SELECT EVENT_DEFINITION AS body, STATUS AS status FROM information_schema.EVENTS WHERE EVENT_NAME = 'tick'",
    );
    t.is(event?.body, `SET @x = ${n}`);
    t.is(event?.status === 'ENABLED', side === active, `${side} has ${event?.status}`);
    const granted = await session.rows(
      "SELECT Routine_name AS name FROM mysql.procs_priv WHERE User = 'clerk'",
    );
    t.deepEqual(
      granted.map(({ name }) => name),
      ['hello'],
    );
  }
}

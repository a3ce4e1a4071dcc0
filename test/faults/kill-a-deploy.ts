/**
 * A deploy of programs dies at each statement that it sends, just when its server has it; the next command makes an
 * end of it. Lost answers are here too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { configThrough, type ProgramPair, programPair } from '../helpers/program-pair.js';
import { cliFile } from '../helpers/run-cli.js';
import { eitherTest, everyServer, flavorTest, mysqlTest } from '../helpers/server-test.js';
import { type TcpProxy, tcpProxy } from '../helpers/tcp-proxy.js';

const programs = (n: number): string => `DELIMITER $$
CREATE FUNCTION total() RETURNS INT DETERMINISTIC NO SQL RETURN ${n} $$
CREATE PROCEDURE hello() SELECT ${n} AS said $$
CREATE VIEW one AS SELECT ${n} AS two $$
CREATE TRIGGER first_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE TRIGGER later_${n} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE TRIGGER last_${n} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE EVENT tick ON SCHEDULE EVERY 1 HOUR DO SET @x = ${n} $$
CREATE PROCEDURE only_${n}() SELECT ${n} $$
`;

/** From this statement on something may be left behind. */
const begins = /^INSERT IGNORE INTO dbshift\.deploys/;

/** Between two of these nothing changes on a server. */
const changes = /^(?:INSERT|COMMIT|CREATE|DROP|ALTER|LOCK|UNLOCK|GRANT)\b/;

type Lab = ProgramPair & { readonly wires: readonly TcpProxy[]; readonly config: string };

async function openLab(t: ExecutionContext, image: ServerImage): Promise<Lab> {
  const pair = await programPair(t, image);
  const { a, b } = pair.sandbox.servers;
  const wires = [await tcpProxy(t, a.port), await tcpProxy(t, b.port)] as const;
  const config = await configThrough(pair.sandbox, { a: wires[0].port, b: wires[1].port });
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  if (image.flavor === 'mysql') await pair.a.send("CREATE USER clerk@'%'");
  await pair.write(programs(1));
  t.is((await pair.dbshift('procs', 'deploy')).code, 0);
  if (image.flavor === 'mysql') await pair.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  return { ...pair, wires, config };
}

/** How many statements went through, from the one with which the deploy begins. Kills it at the nth of them. */
async function deployOver({ wires, config, sandbox }: Lab, nth: number): Promise<number> {
  const child = spawn(process.execPath, [cliFile, 'procs', 'deploy', '--prune', '--config', config], {
    cwd: sandbox.folder,
    stdio: 'ignore',
  });
  let seen = 0;
  const see = (statement: string): void => {
    if (!changes.test(statement) || (seen === 0 && !begins.test(statement))) return;
    seen++;
    if (seen === nth) child.kill('SIGKILL');
  };
  for (const wire of wires) wire.watch(see);
  await once(child, 'close');
  return seen;
}

flavorTest(
  'a deploy that is killed at any statement is put back by the next command, or was done, on both servers',
  async (t, image) => {
    t.timeout(900_000);
    const lab = await openLab(t, image);
    const before = await lab.all();
    await lab.write(programs(2));
    const statements = await deployOver(lab, Number.POSITIVE_INFINITY);
    const after = await lab.all();
    t.notDeepEqual(after, before);
    const back = async () => {
      await lab.write(programs(1));
      t.is((await lab.dbshift('procs', 'deploy', '--prune')).code, 0);
      t.deepEqual(await lab.all(), before);
      await lab.write(programs(2));
    };
    await back();
    const outcomes = { before: 0, after: 0 };
    for (const nth of moments(statements)) {
      await deployOver(lab, nth);
      const recovered = await lab.dbshift('recover', '--lock-timeout', '30s');
      t.is(recovered.code, 0, `${nth}: ${recovered.stderr}`);
      const now = JSON.stringify(await lab.all());
      const outcome = now === JSON.stringify(before) ? 'before' : 'after';
      outcomes[outcome]++;
      if (outcome === 'before') continue;
      t.is(now, JSON.stringify(after), `killed at statement ${nth}`);
      await back();
    }
    t.log(`${statements} statements`, outcomes);
    t.true(outcomes.before > 0);
  },
);

/** All of them in a full run; else a spread, with the middle of the changes. */
function moments(statements: number): readonly number[] {
  const all = Array.from({ length: statements }, (_, index) => index + 1);
  const step = Math.ceil(statements / 3);
  return everyServer ? all : all.filter(nth => nth % step === Math.floor(step / 2));
}

mysqlTest(
  'a DROP or CREATE whose answer is lost is looked at, and never sent again blindly',
  async (t, image) => {
    t.timeout(120_000);
    const lab = await openLab(t, image);
    const before = await lab.all();
    const [wire] = lab.wires;
    for (const statement of [/^DROP PROCEDURE `hello`/, /^CREATE DEFINER.*PROCEDURE `hello`/]) {
      await lab.write(programs(2));
      const lost = wire?.loseAnswer(statement);
      const failed = await lab.dbshift('procs', 'deploy', '--config', lab.config);
      t.regex((await lost) ?? '', statement);
      t.is(failed.code, 2, failed.stdout);
      t.regex(failed.stderr, /connection lost/);
      t.regex(failed.stderr, /nothing is changed: every program reads back as it was, on both servers/);
      t.regex(failed.stdout, /had died: every program is put back/);
      t.deepEqual(await lab.all(), before);
    }
  },
);

eitherTest('while a deploy is half done nothing else begins, and status says so', async (t, image) => {
  t.timeout(120_000);
  const lab = await openLab(t, image);
  const before = await lab.all();
  await lab.write(programs(2));
  await writeFile(
    join(lab.sandbox.folder, 'migrations', '1_more.sql'),
    'CREATE TABLE more (id INT PRIMARY KEY);',
  );
  // The journal of both sides takes four, and two CREATE of tables that are there.
  await deployOver(lab, 8);
  for (const command of [
    ['migrate', '--yes'],
    ['flip', '--yes'],
  ]) {
    const refused = await lab.dbshift(...command, '--lock-timeout', '30s');
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.regex(refused.stderr, /did not end/);
    t.regex(refused.stderr, /dbshift recover/);
  }
  t.regex((await lab.dbshift('status')).stdout, /deploy +procs deploy of .*: 11 programs/);
  const next = await lab.dbshift('procs', 'deploy', '--dry-run');
  t.is(next.code, 0, next.stderr);
  t.regex(next.stdout, /had died: every program is put back as it was, on both servers/);
  t.deepEqual(await lab.all(), before);
  t.notRegex((await lab.dbshift('status')).stdout, /^deploy/m);
});

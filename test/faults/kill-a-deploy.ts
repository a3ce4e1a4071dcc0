/**
 * A deploy of programs dies at each statement that it sends, just when its server has it; the next command makes an
 * end of it. Lost answers are here too.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { deployOver, type WiredPair, wiredPair } from '../helpers/killed-deploy.js';
import { eitherTest, everyServer, flavorTest, mysqlTest } from '../helpers/server-test.js';

/** Two views of which each reads the other in its turn, and one more for a column that comes and goes. */
const views: Readonly<Record<number, string>> = {
  1: `CREATE VIEW these AS SELECT id, n FROM rows_of $$
CREATE VIEW those AS SELECT n AS x FROM these $$
CREATE VIEW above AS SELECT x FROM those $$`,
  2: `CREATE VIEW those AS SELECT id AS y FROM rows_of $$
CREATE VIEW these AS SELECT y AS id FROM those $$
CREATE VIEW above AS SELECT id AS x FROM these $$`,
};

const programs = (n: number): string => `DELIMITER $$
${views[n]}
CREATE FUNCTION total() RETURNS INT DETERMINISTIC NO SQL RETURN ${n} $$
CREATE PROCEDURE hello() SELECT ${n} AS said $$
CREATE VIEW one AS SELECT ${n} AS two $$
CREATE TRIGGER first_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE TRIGGER later_${n} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE TRIGGER last_${n} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE EVENT tick ON SCHEDULE EVERY 1 HOUR DO SET @x = ${n} $$
CREATE PROCEDURE only_${n}() SELECT ${n} $$
`;

async function openLab(t: ExecutionContext, image: ServerImage): Promise<WiredPair> {
  const pair = await wiredPair(t, image);
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  if (image.flavor === 'mysql') await pair.a.send("CREATE USER clerk@'%'");
  await pair.write(programs(1));
  t.is((await pair.dbshift('procs', 'deploy')).code, 0);
  if (image.flavor === 'mysql') await pair.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  return pair;
}

flavorTest(
  'a deploy that is killed at any statement is put back by the next command, or was done, on both servers',
  async (t, image) => {
    t.timeout(900_000);
    const lab = await openLab(t, image);
    const before = await lab.all();
    await lab.write(programs(2));
    const statements = await deployOver(lab, () => false);
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
      await deployOver(lab, seen => seen === nth);
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
  await deployOver(lab, seen => seen === 8);
  for (const command of [
    ['migrate', '--yes'],
    ['flip', '--yes'],
  ]) {
    const refused = await lab.dbshift(...command, '--lock-timeout', '30s');
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.regex(refused.stderr, /did not end/);
    t.regex(refused.stderr, /dbshift recover/);
  }
  t.regex((await lab.dbshift('status')).stdout, /deploy +procs deploy of .*: 14 programs/);
  const halfway = await lab.all();
  const shown = await lab.dbshift('procs', 'deploy', '--dry-run');
  t.is(shown.code, 3, shown.stdout);
  t.regex(shown.stderr, /did not end/);
  t.deepEqual(await lab.all(), halfway);
  const next = await lab.dbshift('procs', 'deploy', '--lock-timeout', '30s');
  t.is(next.code, 0, next.stderr);
  t.regex(next.stdout, /had died: every program is put back as it was, on both servers/);
  t.notDeepEqual(await lab.all(), before);
  t.notRegex((await lab.dbshift('status')).stdout, /^deploy/m);
});

/** Servers below a side get the programs of a leg with it, and are taken back with it. */
import { appendFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import { replicaName } from '../../../src/sandbox/sandbox-state.js';
import { readPrograms } from '../../../src/server/program-catalog.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { readContents } from '../../helpers/oracle/read-contents.js';
import { type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';
import { deployedPair } from '../../helpers/versioned-programs.js';

const reading = (column: string): string => `DELIMITER $$
CREATE PROCEDURE hello() SELECT ${column} FROM rows_of $$
CREATE VIEW z_read AS SELECT id, ${column} AS of_${column} FROM rows_of $$
CREATE VIEW a_read AS SELECT of_${column} AS value FROM z_read $$
CREATE TRIGGER z_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.${column} = 2 $$
CREATE TRIGGER a_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.${column} = NEW.${column} + 2 $$
`;

/** Of all four servers. */
async function programsOf(t: ExecutionContext, { sandbox }: ProgramPair): Promise<readonly string[]> {
  const names = [...sides, ...sides.map(replicaName)];
  const sessions = await Promise.all(names.map(name => sessionOn(t, sandbox, name)));
  const texts = await Promise.all(sessions.map(session => readPrograms(session, 'app')));
  return texts.map(text => JSON.stringify(text));
}

const alike = (programs: readonly string[]): boolean => new Set(programs).size === 1;

eitherTest('programs of a leg come to the server below its side, and go back with it', async (t, image) => {
  t.timeout(240_000);
  const pair = await deployedPair(t, image, { replicas: true });
  await until('all four have the first version', async () => alike(await programsOf(t, pair)));
  const [first] = await programsOf(t, pair);
  const viaFlip = ['procs', 'deploy', '--via-flip', '--prune'];
  const waiting = await pair.dbshift(...viaFlip);
  t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
  const [a, b, belowA, belowB] = await programsOf(t, pair);
  t.is(a, first);
  t.is(belowA, first);
  t.not(b, first);
  t.is(belowB, b);
  const status = await pair.dbshift('status');
  t.regex(status.stdout, /ready to flip from a to b, waiting for approval/);
  // As where the run died between its DROP and its CREATE.
  const replica = await sessionOn(t, pair.sandbox, replicaName('b'));
  await replica.send('SET SESSION sql_log_bin = 0');
  await replica.send('DROP VIEW app.one');
  const back = await pair.dbshift('abort');
  t.is(back.code, 0, back.stdout + back.stderr);
  t.deepEqual(new Set(await programsOf(t, pair)), new Set([first]));
  const done = await pair.dbshift(...viaFlip, '--yes');
  t.is(done.code, 0, done.stdout + done.stderr);
  const last = await programsOf(t, pair);
  t.deepEqual(new Set(last), new Set([b]), 'all four have the second');
});

/** Of all four servers: tables, rows and records. */
async function contentsOf(t: ExecutionContext, { sandbox }: ProgramPair): Promise<readonly string[]> {
  const names = [...sides, ...sides.map(replicaName)];
  const sessions = await Promise.all(names.map(name => sessionOn(t, sandbox, name)));
  const contents = await Promise.all(sessions.map(session => readContents(session, 'app')));
  return contents.map(({ tables, checksums }) =>
    JSON.stringify(
      Object.keys(tables)
        .sort()
        .map(name => [tables[name], checksums[name]]),
    ),
  );
}

eitherTest(
  'a column that got another name goes back with the views and triggers that name it, below its side too',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await programPair(t, image, { replicas: true });
    await onlyFlips(pair.sandbox);
    await appendFile(pair.sandbox.configFile, acceptedRename);
    await pair.a.send('CREATE TABLE rows_of (id INT PRIMARY KEY, n INT)');
    await pair.write(reading('n'));
    const made = await pair.dbshift('procs', 'deploy');
    t.is(made.code, 0, made.stdout + made.stderr);
    await pair.a.send("CREATE USER clerk@'%'");
    await pair.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
    await pair.a.send('INSERT INTO rows_of (id) VALUES (1)');
    await pair.migration('1_name.sql', 'ALTER TABLE rows_of CHANGE n amount BIGINT;\n');
    await pair.write(reading('amount'));
    await waitSettled(pair);
    const before = await pair.all();
    const waiting = await pair.dbshift('migrate', '--with-procs');
    t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
    const back = await pair.dbshift('abort');
    t.is(back.code, 0, back.stdout + back.stderr);
    t.deepEqual(await pair.all(), before, 'programs and grants');
    t.true(alike(await programsOf(t, pair)), 'below the sides too');
    await until('all four have the same rows', async () => alike(await contentsOf(t, pair)));
    await waitSettled(pair);
    t.deepEqual(await inspectEnd(pair, { database: 'app', active: 'a' }), []);
    await pair.a.send('INSERT INTO rows_of (id) VALUES (2)');
    const done = await pair.dbshift('migrate', '--with-procs', '--yes');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.true(alike(await programsOf(t, pair)));
    await until('all four have what was written since', async () => alike(await contentsOf(t, pair)));
  },
);

const acceptedRename = `lint: { accept: [
  { id: breaks-application-rename, reason: no application has this column },
  { id: breaks-stored-code, reason: the stored code comes with it } ] }
`;

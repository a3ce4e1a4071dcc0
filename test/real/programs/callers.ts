/** Programs are replaced while eight sessions use them. */
import type { ExecutionContext } from 'ava';
import type { Definition } from '../../../src/programs/program.js';
import { bringPrograms } from '../../../src/run/programs/bring-programs.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import type { Session } from '../../../src/server/connection.js';
import { readProgram } from '../../../src/server/program-catalog.js';
import { readFlavor } from '../../../src/server/read-flavor.js';
import { ServerError } from '../../../src/server/server-error.js';
import { type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { everyServer, mariadbTest, mysqlTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

type Counted = { done: number; readonly failed: Map<number | null, number> };

/** Each in a session of its own, again and again until `work` is done. */
async function under(
  t: ExecutionContext,
  pair: ProgramPair,
  sql: string,
  work: () => Promise<void>,
): Promise<Counted> {
  const counted: Counted = { done: 0, failed: new Map() };
  const callers = await Promise.all(Array.from({ length: 8 }, () => sessionOn(t, pair.sandbox, 'a')));
  let stop = false;
  const call = async (session: Session): Promise<void> => {
    await session.send('USE app');
    while (!stop) {
      try {
        await session.rows(sql);
        counted.done++;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        counted.failed.set(error.errno, 1 + (counted.failed.get(error.errno) ?? 0));
      }
    }
  };
  const calling = callers.map(call);
  await work().finally(() => {
    stop = true;
  });
  await Promise.all(calling);
  return counted;
}

/** Two definitions of one program, by turns. */
async function replaceOften(
  pair: ProgramPair,
  versions: readonly Definition[],
  times: number,
): Promise<readonly number[]> {
  const flavor = await readFlavor(pair.a);
  const missed: number[] = [];
  for (let turn = 1; turn <= times; turn++) {
    const after = versions[(turn + 1) % 2] as Definition;
    const changes = [{ kind: after.kind, name: after.name, before: null, after }];
    const brought = await bringPrograms(pair.a, { changes, database: 'app', flavor, how: 'direct' });
    missed.push(...brought.flatMap(({ missedMs }) => missedMs ?? []));
  }
  return missed;
}

async function versionsOf(
  pair: ProgramPair,
  kind: 'procedure' | 'trigger',
  texts: readonly string[],
): Promise<readonly Definition[]> {
  const versions: Definition[] = [];
  for (const text of texts) {
    await pair.a.send(`DROP ${kind} IF EXISTS changing`);
    await pair.a.send(text);
    versions.push((await readProgram(pair.a, 'app', { kind, name: 'changing' })) as Definition);
  }
  return versions;
}

const times = everyServer ? 300 : 60;
const procedures = [1, 2].map(n => `CREATE PROCEDURE changing() SELECT ${n} AS n`);

mariadbTest('no call fails while a procedure is replaced again and again', async (t, image) => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  const versions = await versionsOf(pair, 'procedure', procedures);
  const { done, failed } = await under(t, pair, 'CALL changing()', async () => {
    await replaceOften(pair, versions, times);
  });
  t.log(`${times} replacements, ${done} calls`);
  t.deepEqual([...failed], []);
  t.true(done > times);
});

mysqlTest('a replaced procedure is missing for no longer than what is told', async (t, image) => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  const versions = await versionsOf(pair, 'procedure', procedures);
  let missed: readonly number[] = [];
  const { done, failed } = await under(t, pair, 'CALL changing()', async () => {
    missed = await replaceOften(pair, versions, 20);
  });
  t.is(missed.length, 20);
  t.log(
    `${done} calls, ${failed.get(1305) ?? 0} found none; missing for ${Math.max(...missed).toFixed(1)} ms at most`,
  );
  t.deepEqual(
    [...failed.keys()].filter(number => number !== 1305),
    [],
  );
});

const triggers = [1, 2].map(
  n => `CREATE TRIGGER changing BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n}`,
);

const replacesTriggers = async (t: ExecutionContext, image: ServerImage): Promise<void> => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  const versions = await versionsOf(pair, 'trigger', triggers);
  const { done, failed } = await under(t, pair, 'INSERT INTO rows_of (n) VALUES (NULL)', async () => {
    await replaceOften(pair, versions, 20);
  });
  t.deepEqual([...failed], []);
  t.true(done > 20);
  const row = await pair.a.row('SELECT COUNT(*) AS n FROM rows_of WHERE n IS NULL');
  t.is(Number(row?.n), 0, `of ${done} rows`);
};

mysqlTest('no row passes while a trigger is dropped and made again', replacesTriggers);
mariadbTest('no row passes while a trigger is replaced', replacesTriggers);

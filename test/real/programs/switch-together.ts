/** A column and the procedure that writes it switch at one flip, under callers that write through it all the time. */
import { openSession, type Session } from '../../../src/server/connection.js';
import { ServerError } from '../../../src/server/server-error.js';
import { type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const adding = (version: number, columns: string, values: string): string => `DELIMITER $$
CREATE PROCEDURE add_one() SQL SECURITY INVOKER BEGIN
  INSERT INTO things (${columns}) VALUES (${values});
  SELECT ${version} AS version;
END $$
`;

type Calls = {
  readonly byVersion: Map<unknown, number>;
  /** Refused behind the fence, or cut off: what became of the last call is not known. */
  again: number;
  readonly wrong: string[];
};

/** What a caller may meet at a flip, and tries again. */
const atFlip = new Set<number | null>([1290, 1053, 1927, null]);

async function callOften(pair: ProgramPair, calls: Calls, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const side = await pair.activeSide();
    const session = await openSession(await pair.sandbox.endpoint(side, 'app')).catch(() => null);
    if (session === null) continue;
    await callIn(session, calls, isOver).finally(() => session.close());
  }
}

/** Never two versions in the life of one connection. */
async function callIn(session: Session, calls: Calls, isOver: () => boolean): Promise<void> {
  let first: unknown = null;
  try {
    while (!isOver()) {
      const version = (await session.rows('CALL app.add_one()')).flat()[0]?.version;
      calls.byVersion.set(version, 1 + (calls.byVersion.get(version) ?? 0));
      first ??= version;
      if (version !== first) calls.wrong.push(`${first} and ${version} in one connection`);
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (atFlip.has(error.errno)) calls.again++;
    else calls.wrong.push(error.message);
  }
}

flavorTest(
  'a column and the procedure that needs it switch together under those who call it',
  async (t, image) => {
    t.timeout(180_000);
    const pair = await programPair(t, image);
    await pair.a.send(
      'CREATE TABLE things (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20)) CHARSET utf8mb4',
    );
    await pair.write(adding(1, 'name', "'x'"));
    t.is((await pair.dbshift('procs', 'deploy')).code, 0);
    await pair.migration('1_note.sql', 'ALTER TABLE things ADD note VARCHAR(20), ADD INDEX (name);\n');
    await pair.write(adding(2, 'name, note', "'x', 'y'"));
    const calls: Calls = { byVersion: new Map(), again: 0, wrong: [] };
    let over = false;
    const callers = Array.from({ length: 8 }, () => callOften(pair, calls, () => over));
    try {
      const run = await pair.dbshift('migrate', '--with-procs', '--yes');
      t.is(run.code, 0, run.stdout + run.stderr);
      await until('the new one is called', () => (calls.byVersion.get(2) ?? 0) > 100);
    } finally {
      over = true;
      await Promise.all(callers);
    }
    t.deepEqual(calls.wrong, []);
    t.true((calls.byVersion.get(1) ?? 0) > 0, 'callers went on during the first leg');
    const { old = 0, now = 0 } = await counted(await sessionOn(t, pair.sandbox, 'b'));
    t.log({ ...Object.fromEntries(calls.byVersion), again: calls.again, old, now });
    for (const [rows, version] of [
      [old, 1],
      [now, 2],
    ] as const) {
      const answered = calls.byVersion.get(version) ?? 0;
      t.true(rows >= answered && rows <= answered + calls.again, `${rows} rows of ${answered} calls`);
    }
    t.is((await pair.dbshift('verify')).code, 0);
  },
);

async function counted(session: Session): Promise<{ old?: number; now?: number }> {
  const row = await session.row(
    'SELECT COUNT(*) - COUNT(note) AS old, COUNT(note) AS now FROM app.things WHERE name IS NOT NULL',
  );
  return { old: Number(row?.old), now: Number(row?.now) };
}

/** A leg by itself: what it changes, on which side, and what is left of it afterwards. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sides } from '../../../src/pair/side.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Session } from '../../../src/server/connection.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';

flavorTest(
  'a leg changes one side alone, is in no binlog, and leaves no setting changed',
  async (t, image) => {
    const sandbox = await withPair(t, { image });
    const roots = { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
    await roots.a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    await roots.a.send('INSERT INTO app.t VALUES (1), (2)');
    const config = await onlyFlips(sandbox);
    await writeFile(join(config.migrations, '1.sql'), 'ALTER TABLE t MODIFY id BIGINT;\n');
    const { signal } = new AbortController();
    for await (const event of migrate(config, { yes: true, awaitApproval: false, signal })) {
      if (event.type !== 'step' || event.step !== 'fence') continue;
      t.deepEqual([await typeOfId(roots.a), await typeOfId(roots.b)], ['int', 'bigint']);
    }
    for (const side of sides) {
      t.is(await typeOfId(roots[side]), 'bigint');
      t.deepEqual(await alterations(roots[side]), []);
    }
    await waitSettled(roots);
    t.deepEqual(await inspectEnd(roots, { database: 'app', active: 'b' }), []);
  },
);

async function typeOfId(session: Session): Promise<unknown> {
  const row = await session.row(
    "SELECT DATA_TYPE AS type FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'app' AND TABLE_NAME = 't'",
  );
  return row?.type;
}

async function alterations(session: Session): Promise<readonly unknown[]> {
  const events = await session.rows<{ Info: string }>('SHOW BINLOG EVENTS');
  return events.map(({ Info }) => Info).filter(info => /ALTER/i.test(info));
}

import { readMigrationSettings } from '../../../src/migrate/knexfile.js';
import { connectPair } from '../../../src/run/connect-pair.js';
import { enginePorts, prepareRun } from '../../../src/run/engine-ports.js';
import { errno } from '../../../src/server/errno.js';
import { isErrno } from '../../../src/server/server-error.js';
import { contracts, type Subject } from '../../helpers/contracts.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { serverTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

for (const [title, contract] of Object.entries(contracts)) {
  serverTest(title, async (t, image) => {
    const { sandbox, config, a: root, b } = await freshPair(t, image);
    await root.send('CREATE TABLE app.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY)');
    await root.send("CREATE DEFINER = 'app'@'127.0.0.1' EVENT app.tick ON SCHEDULE EVERY 1 DAY DO DO 1");
    const { pair, close } = await connectPair(config);
    t.teardown(close);
    await pair.lock();
    const run = prepareRun(config, await readMigrationSettings(config), pair);
    await run.journal.reload();
    // Without a default database, so that a demotion does not end it.
    const apps = { a: await sessionOn(t, sandbox, 'a', 'app'), b: await sessionOn(t, sandbox, 'b', 'app') };
    const roots = { a: root, b };
    await until('b has table and event', async () => {
      const row = await roots.b.row(
        "SELECT COUNT(*) AS n FROM information_schema.events WHERE event_schema = 'app'",
      );
      return Number(row?.n) === 1;
    });
    const subject: Subject = {
      ports: enginePorts(run),
      capabilities: pair.flavor.capabilities,
      write: async side => {
        try {
          await apps[side].send('INSERT INTO app.t VALUES ()');
          return true;
        } catch (error) {
          if (!isErrno(error, errno.readOnly, errno.lockWaitTimeout)) throw error;
          return false;
        }
      },
      rows: async side => Number((await roots[side].row('SELECT COUNT(*) AS n FROM app.t'))?.n),
      until: async (what, ask) => void (await until(what, ask)),
      received: async () => {
        // The place in the source's binlog: the applier of this moment does not apply, so sets do not tell.
        const written = await roots.a.row(
          image.flavor === 'mysql' ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS',
        );
        await until('b has received everything', async () => {
          const status = (await roots.b.row('SHOW REPLICA STATUS')) ?? {};
          const position = status.Read_Source_Log_Pos ?? status.Read_Master_Log_Pos;
          return position === written?.Position;
        });
      },
    };
    // Behind the global read lock a write waits; the test must not.
    for (const session of Object.values(apps)) await session.send('SET SESSION lock_wait_timeout = 1');
    await contract(t, subject);
  });
}

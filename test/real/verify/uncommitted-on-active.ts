/**
 * MariaDB sends a transaction to its replicas before it commits it. While the active waits for a semi-synchronous replica
 * that moment is long: the passive has applied what no snapshot of the active shows.
 */
import { caughtUp, differences } from '../../helpers/compared.js';
import { mariadbTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { tcpProxy } from '../../helpers/tcp-proxy.js';
import { until } from '../../helpers/until.js';

mariadbTest(
  'a point waits for what the passive has applied and the active has not committed',
  async (t, image) => {
    const pair = await withPair(t, { image });
    const [a, b, app] = [
      await sessionOn(t, pair, 'a'),
      await sessionOn(t, pair, 'b'),
      await sessionOn(t, pair, 'a', 'app'),
    ];
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    await a.send('INSERT INTO app.t VALUES (1)');
    await caughtUp({ image, a, b });
    const wire = await tcpProxy(t, (await pair.endpoint('a', 'root')).port ?? 0);
    for (const sql of [
      'SET GLOBAL rpl_semi_sync_master_enabled = 1, rpl_semi_sync_master_wait_point = AFTER_SYNC',
      'SET GLOBAL rpl_semi_sync_master_timeout = 600000',
    ])
      await a.send(sql);
    for (const sql of [
      ...['SET GLOBAL rpl_semi_sync_slave_enabled = 1', 'STOP SLAVE'],
      ...[`CHANGE MASTER TO MASTER_PORT = ${wire.port}`, 'START SLAVE'],
    ])
      await b.send(sql);
    const clients = "SHOW STATUS LIKE 'Rpl_semi_sync_master_clients'";
    await until('the passive is waited for', async () => (await a.row(clients))?.Value === '1');
    // What it receives arrives, and its receipts do not.
    wire.hush();
    const writing = app.send('INSERT INTO app.t VALUES (2)');
    const rows = 'SELECT id FROM app.t';
    await until('applied', async () => (await b.rows(rows)).length === 2);
    t.is((await a.rows(rows)).length, 1, 'and not committed');
    const comparing = differences(pair, 't');
    const applier = "SHOW STATUS LIKE 'Slave_running'";
    await until('the applier stands still', async () => (await b.row(applier))?.Value === 'OFF');
    wire.heal();
    await writing;
    t.deepEqual(await comparing, []);
  },
);

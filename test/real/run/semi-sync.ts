/** Semi-synchronous replication in both directions, under writers: a leg and a flip neither hang nor end it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlavorName } from '../../../src/flavor/flavor.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Session } from '../../../src/server/connection.js';
import { describePauses } from '../../helpers/oracle/describe-verdict.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const workload = { table: 'orders', rows: 5_000, counters: 16, writers: 3 };

const semiSync: Readonly<Record<FlavorName, Readonly<Record<string, string>>>> = {
  mariadb: { 'rpl-semi-sync-master-enabled': 'ON', 'rpl-semi-sync-slave-enabled': 'ON' },
  mysql: {
    'plugin-load-add': 'semisync_source.so;semisync_replica.so',
    'loose-rpl-semi-sync-source-enabled': 'ON',
    'loose-rpl-semi-sync-replica-enabled': 'ON',
  },
};

flavorTest('a migration that flips works while every commit waits for a receiver', async (t, image) => {
  const serverOptions = semiSync[image.flavor];
  const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image, serverOptions });
  const [a, b] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
  await until('a waits for b before the run', () => waits(a));
  const file = join(sandbox.folder, 'migrations', '1.sql');
  await writeFile(file, 'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;');
  const { signal } = new AbortController();
  const events = await eventsOf(
    migrate(config, { yes: true, awaitApproval: false, holdBeforeFlip: false, signal }),
  );
  const last = events.at(-1);
  t.is(last?.type, 'goal', JSON.stringify(last));
  await oracle.writers.acknowledge(200);
  await until('b waits for a after the flip', () => waits(b));
  const { findings, pauses } = await oracle.judge();
  t.log(...describePauses(pauses));
  t.deepEqual(findings, []);
});

/** Commits wait for a receiver, and one has answered. */
async function waits(session: Session): Promise<boolean> {
  const rows = await session.rows("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync%'");
  const status = new Map(rows.map(row => [String(row.Variable_name).replace('master', 'source'), row.Value]));
  const on = status.get('Rpl_semi_sync_source_status') === 'ON';
  return on && Number(status.get('Rpl_semi_sync_source_yes_tx')) > 0;
}

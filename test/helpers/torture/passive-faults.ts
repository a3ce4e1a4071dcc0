/** The passive is slow, or somebody stops its applier; a lock that the run needs is taken from it. */
import { withSession } from '../../../src/server/connection.js';
import type { Fault } from './fault.js';

export const passiveFaults: readonly Fault[] = [
  {
    name: 'rows of the passive are locked',
    weight: 2,
    strike: async ({ contest: { sandbox }, passive, random }) => {
      const holder = await sandbox.root(passive);
      await holder.send('START TRANSACTION');
      // The counters: every writer changes them all the time, and an applier commits in order.
      await holder.rows(`SELECT id FROM ${sandbox.database}.orders WHERE id <= 32 FOR UPDATE`);
      return { afterMs: random.pick([200, 1000, 4000, 8000]), heal: async () => holder.abandon() };
    },
  },
  {
    name: 'the applier of the passive is stopped by hand',
    weight: 2,
    strike: async ({ contest: { sandbox }, passive }) => {
      await withSession(await sandbox.endpoint(passive, 'root'), root =>
        root.send('STOP REPLICA SQL_THREAD'),
      );
      return null;
    },
  },
  {
    name: 'the session with the lock is killed',
    weight: 2,
    strike: async ({ contest: { sandbox }, random }) => {
      const side = random.pick(['a', 'b'] as const);
      await withSession(await sandbox.endpoint(side, 'root'), async root => {
        const row = await root.row<{ id: number | null }>("SELECT IS_USED_LOCK('dbshift') AS id");
        if (row?.id != null) await root.send(`KILL ${row.id}`).catch(() => undefined);
      });
      return null;
    },
  },
];

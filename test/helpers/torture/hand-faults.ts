/** Somebody helps by hand, as people do in the middle of a release. */
import { readFile, writeFile } from 'node:fs/promises';
import { otherSide, type Side, sides } from '../../../src/pair/side.js';
import type { PointerValue } from '../../../src/pointer/pointer.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { type Session, withSession } from '../../../src/server/connection.js';
import { flavorOf } from '../flavors.js';
import { until } from '../until.js';
import type { Contest } from './arena.js';
import type { Fault } from './fault.js';

const onRoot = async <T>(sandbox: Sandbox, side: Side, work: (root: Session) => Promise<T>): Promise<T> =>
  withSession(await sandbox.endpoint(side, 'root'), work);

const isClosed = (sandbox: Sandbox, side: Side): Promise<boolean> =>
  onRoot(
    sandbox,
    side,
    async root => (await root.row<{ ro: number }>('SELECT @@global.read_only AS ro'))?.ro === 1,
  );

async function movePointer({ pointerFile, servers }: Sandbox, to: Side): Promise<void> {
  const value = JSON.parse(await readFile(pointerFile, 'utf8')) as PointerValue;
  const { host, port } = servers[to];
  await writeFile(
    pointerFile,
    JSON.stringify({ ...value, active: to, host, port, generation: value.generation + 1 }),
  );
}

async function writableSide(sandbox: Sandbox): Promise<Side> {
  return (await isClosed(sandbox, 'a')) ? 'b' : 'a';
}

/** The pointer names the server that accepts writes. */
async function pointToWritable({ sandbox }: Contest): Promise<void> {
  await movePointer(sandbox, await writableSide(sandbox));
}

/** In a session that does not wait behind a fence. */
async function alterOrders({ sandbox }: Contest, side: Side, change: string): Promise<void> {
  await onRoot(sandbox, side, async root => {
    await root.send('SET SESSION lock_wait_timeout = 1');
    await root.send(`ALTER TABLE ${sandbox.database}.orders ${change}`);
  });
}

/** As the run's advice says: undone on the active, and where the other side has it too, let through to there. */
async function undoByHand(contest: Contest): Promise<void> {
  const { image, sandbox } = contest;
  const active = await writableSide(sandbox);
  if (await hasByHand(contest, active)) await alterOrders(contest, active, 'DROP COLUMN by_hand');
  if (!(await hasByHand(contest, otherSide(active)))) return;
  const { prepareReplication, startReplication } = flavorOf(image);
  await onRoot(sandbox, otherSide(active), async root => {
    for (const sql of [...prepareReplication(), ...startReplication()]) await root.send(sql);
  });
  const followed = async () => !(await hasByHand(contest, otherSide(active)));
  await until('the undoing has come to the other side', followed);
}

async function hasByHand({ sandbox, roots }: Contest, side: Side): Promise<boolean> {
  const columns = await roots[side].rows(`SHOW COLUMNS FROM ${sandbox.database}.orders LIKE 'by_hand'`);
  return columns.length > 0;
}

/** Nobody else has the transaction, and it changed nothing: the active is told that it has it. */
async function passOver({ sandbox, roots }: Contest): Promise<void> {
  const active = await writableSide(sandbox);
  const executed = async (side: Side) =>
    String((await roots[side].row('SELECT @@global.gtid_executed AS gtid'))?.gtid);
  const flushed = await executed(otherSide(active));
  await onRoot(sandbox, active, async root => {
    const row = await root.row(`SELECT GTID_SUBTRACT('${flushed}', @@global.gtid_executed) AS gtid`);
    const gtid = String(row?.gtid);
    if (gtid === '') return;
    for (const sql of [`SET SESSION gtid_next = '${gtid}'`, 'BEGIN', 'COMMIT']) await root.send(sql);
  });
}

export const handFaults: readonly Fault[] = [
  {
    name: 'somebody starts replication on both sides',
    weight: 2,
    strike: async ({ contest: { sandbox } }) => {
      for (const side of sides)
        await onRoot(sandbox, side, root => root.send('START REPLICA')).catch(() => undefined);
      return null;
    },
  },
  {
    name: 'somebody lifts the fence',
    weight: 1,
    held: true,
    // Only while the other side is closed: who opens a second server has made two writers, whatever a run does.
    strike: async ({ contest: { sandbox }, active, passive }) => {
      if (await isClosed(sandbox, passive))
        await onRoot(sandbox, active, root => root.send('SET GLOBAL read_only = 0'));
      return null;
    },
  },
  {
    name: 'somebody moves the pointer',
    weight: 1,
    strike: async ({ contest: { sandbox }, active }) => {
      await movePointer(sandbox, otherSide(active));
      return null;
    },
    putRight: pointToWritable,
  },
  {
    name: 'somebody changes a table of the active',
    weight: 1,
    strike: async ({ contest, active }) => {
      await alterOrders(contest, active, 'ADD COLUMN by_hand INT').catch(() => undefined);
      return null;
    },
    putRight: undoByHand,
  },
  {
    name: 'somebody flushes the tables of the passive',
    weight: 1,
    // On MariaDB not into the binlog: there, under writers, it ends replication in both directions (1950), run or not.
    strike: async ({ contest: { sandbox, image }, passive }) => {
      await onRoot(sandbox, passive, async root => {
        await root.send('SET SESSION lock_wait_timeout = 1');
        await root.send(image.flavor === 'mysql' ? 'FLUSH TABLES' : 'FLUSH LOCAL TABLES');
      }).catch(() => undefined);
      return null;
    },
    putRight: async contest => {
      if (contest.image.flavor === 'mysql') await passOver(contest);
    },
  },
];

/** Somebody helps by hand, as people do in the middle of a release. */
import { readFile, writeFile } from 'node:fs/promises';
import { otherSide, type Side, sides } from '../../../src/pair/side.js';
import type { PointerValue } from '../../../src/pointer/pointer.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { type Session, withSession } from '../../../src/server/connection.js';
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

/** The pointer names the server that accepts writes. */
async function pointToWritable({ sandbox }: Contest): Promise<void> {
  for (const side of sides) if (!(await isClosed(sandbox, side))) return movePointer(sandbox, side);
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
];

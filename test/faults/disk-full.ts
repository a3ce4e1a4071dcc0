/** The passive's disk is full in the middle of a leg. Only root may give a server a disk that is small enough. */
import test from 'ava';
import type { RunEvent } from '../../src/engine/event.js';
import { mendReadOnlyLog } from '../helpers/oracle/read-only-log.js';
import { eitherTest } from '../helpers/server-test.js';
import { withOrdeal } from '../helpers/torture/migrate-under.js';
import { giveSmallDisk, mayMount, type SmallDisk } from '../helpers/torture/small-disk.js';

const title =
  'a passive whose disk is full in its leg loses nothing, and the same command ends it when there is room';

if (await mayMount())
  eitherTest(title, async (t, image) => {
    t.timeout(300_000);
    let disk: SmallDisk | null = null;
    let filled = false;
    const ordeal = await withOrdeal(
      t,
      image,
      async (event, { contest, passive }) => {
        if (filled || !beginsLeg(event) || passive !== disk?.side) return null;
        filled = true;
        await disk.fill();
        const heal = async () => {
          await disk?.free();
          // MySQL ends itself when a binlog cannot be written.
          const alive = await contest.sandbox.root('b').catch(() => null);
          if (alive === null) return contest.revive('b');
          // A statement that found no room is in its log in part.
          await mendReadOnlyLog(alive);
          await alive.close();
        };
        return { afterMs: 5000, heal };
      },
      async sandbox => {
        disk = await giveSmallDisk(sandbox, 'b');
        return disk.end;
      },
    );
    t.true(filled);
    t.log(
      `${ordeal.commands} commands, ${(ordeal.longestGapMs / 1000).toFixed(1)} s without a write at most`,
    );
    t.deepEqual(ordeal.findings, []);
  });
else test.skip(`${title} [nobody but root may mount a small disk]`, () => undefined);

function beginsLeg(event: RunEvent): boolean {
  return event.type === 'action' && event.action.do === 'run-batch' && event.action.how === 'leg';
}

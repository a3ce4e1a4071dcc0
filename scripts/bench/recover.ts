/**
 * How long nobody can write when nothing but `dbshift recover` on a timer is there: the longest time without
 * a write that a client got acknowledged, in seconds and in periods of the timer. The judge of the tests looks at each.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { dieAfter } from '../../test/helpers/die-after.js';
import { type Arena, type Contest, openArena } from '../../test/helpers/torture/arena.js';
import { failPointer, mendPointer, useFailingPointer } from '../../test/helpers/torture/failing-pointer.js';
import { type CommandEnd, runCommand } from '../../test/helpers/torture/run-command.js';
import { until } from '../../test/helpers/until.js';

const periodMs = 5000;

type Case = {
  readonly name: string;
  /** Does the harm, after which nobody writes. */
  strike(contest: Contest): Promise<void>;
  /** Makes the world whole again, once writes are back. */
  mend?(contest: Contest): Promise<void>;
};

const cases: readonly Case[] = [
  {
    name: 'the command is killed in the write pause',
    strike: ({ sandbox }) => dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'fence' } }),
  },
  {
    name: 'the active reboots, with no run open',
    strike: async ({ crash, revive }) => {
      await crash('a');
      await revive('a');
    },
    // Replication does not start at boot here, and is no business of `recover` where no run is open.
    mend: async ({ roots }) => void (await roots.a.send('START REPLICA')),
  },
  {
    name: 'the command is killed in the write pause, and the passive is lost',
    strike: async ({ sandbox, crash }) => {
      await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'fence' } });
      await crash('b');
    },
    mend: ({ revive }) => revive('b'),
  },
  {
    name: 'the command is killed after the promotion, and the pointer is down',
    strike: async ({ sandbox }) => {
      await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'promote' } });
      await failPointer(sandbox, 'refuses');
    },
    mend: ({ sandbox }) => mendPointer(sandbox),
  },
];

/** Throws when the judge finds something. */
export async function benchRecover(image: ServerImage): Promise<void> {
  const arena = await openArena(image);
  try {
    for (const each of cases)
      console.log(`recover   ${image.name}, ${each.name}: ${await measure(arena, each)}`);
  } finally {
    await arena.end();
  }
}

async function measure(arena: Arena, { name, strike, mend }: Case): Promise<string> {
  const contest = await arena.begin();
  const { sandbox, oracle } = contest;
  await useFailingPointer(sandbox);
  try {
    await oracle.writers.acknowledge(50);
    await strike(contest);
    // What was acknowledged before is told by now.
    await delay(1000);
    const timer = startTimer(sandbox);
    await oracle.writers.acknowledge(1);
    await mend?.(contest);
    await until('recover has nothing left to do', () => timer.lastCode() === 0, { withinMs: 60_000 });
    await timer.stop();
    await until('the run ends', async () => (await dbshift(sandbox, 'flip', '--yes')) === 0, {
      withinMs: 120_000,
    });
    await oracle.writers.acknowledge(50);
    const { findings, longestGapMs: ms } = await oracle.judge();
    if (findings.length > 0) throw new Error(`${name}: ${findings.join('; ')}`);
    return `${(ms / 1000).toFixed(1)} s, ${(ms / periodMs).toFixed(2)} of the timer's ${periodMs} ms`;
  } finally {
    await oracle.abandon();
    await contest.end();
  }
}

/** As an init system's: again so many ms after the last start, and never two at a time. */
function startTimer(sandbox: Sandbox): {
  lastCode(): CommandEnd['code'] | null;
  stop(): Promise<void>;
} {
  let last: CommandEnd['code'] | null = null;
  let running: Promise<void> | null = null;
  const tick = () => {
    running ??= dbshift(sandbox, 'recover').then(code => {
      last = code;
      running = null;
    });
  };
  const timer = setInterval(tick, periodMs);
  return {
    lastCode: () => last,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function dbshift({ folder }: Sandbox, ...args: readonly string[]): Promise<CommandEnd['code']> {
  return (await runCommand(args, { cwd: folder, logFile: join(folder, 'bench.log') })).code;
}

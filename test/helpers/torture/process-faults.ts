/** Faults of processes: the command and the servers die, sleep, or meet another command. */
import { setTimeout as delay } from 'node:timers/promises';
import { otherSide, type Side } from '../../../src/pair/side.js';
import type { Fault, Healing, Victim } from './fault.js';

/** How long an init system, or a machine, needs to have a server back. */
function reviving({ contest, random }: Victim, ...killed: readonly Side[]): Healing {
  return {
    afterMs: random.pick([0, 300, 1500, 4000]),
    heal: async () => {
      for (const side of killed) await contest.revive(side);
    },
  };
}

async function killCommand({ runner }: Victim): Promise<null> {
  runner.signal('SIGKILL');
  return null;
}

export const processFaults: readonly Fault[] = [
  { name: 'kill -9 of the command', weight: 6, strike: killCommand },
  {
    name: 'kill -9 of the active',
    weight: 4,
    strike: async victim => {
      await victim.contest.crash(victim.active);
      return reviving(victim, victim.active);
    },
  },
  {
    name: 'kill -9 of the passive',
    weight: 4,
    strike: async victim => {
      await victim.contest.crash(victim.passive);
      return reviving(victim, victim.passive);
    },
  },
  {
    name: 'kill -9 of a server and the command',
    weight: 2,
    strike: async victim => {
      const side = victim.random.pick(['a', 'b'] as const);
      victim.runner.signal('SIGKILL');
      await victim.contest.crash(side);
      return reviving(victim, side);
    },
  },
  {
    name: 'power cut of everything',
    weight: 1,
    strike: async victim => {
      const first = victim.random.pick(['a', 'b'] as const);
      victim.runner.signal('SIGKILL');
      await Promise.all((['a', 'b'] as const).map(side => victim.contest.crash(side)));
      return reviving(victim, first, otherSide(first));
    },
  },
  {
    name: 'the command sleeps and wakes',
    weight: 2,
    strike: async ({ runner, random }) => {
      runner.signal('SIGSTOP');
      return { afterMs: random.between(200, 7000), heal: async () => runner.signal('SIGCONT') };
    },
  },
  {
    name: 'the command wakes when another has taken over',
    weight: 0.5,
    strike: async ({ runner, random, command }) => {
      runner.signal('SIGSTOP');
      return {
        // A lock lives 20 s without a sign of its holder.
        afterMs: 21_000,
        heal: async () => {
          const other = command('migrate', '--yes');
          await delay(random.between(500, 4000));
          runner.signal('SIGCONT');
          await other;
        },
      };
    },
  },
  {
    name: 'a second command meanwhile',
    weight: 2,
    strike: async ({ command }) => {
      const second = command('migrate', '--yes');
      return { afterMs: 0, heal: async () => void (await second) };
    },
  },
];

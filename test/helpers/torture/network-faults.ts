/** Faults of the network, between the command and the servers and between the servers. */
import { sides } from '../../../src/pair/side.js';
import type { Fault, Victim } from './fault.js';
import type { Wires } from './wires.js';

/** Statements by what they are for, as the command sends them: each may have its answer lost. */
export const answersToLose: Readonly<Record<string, RegExp>> = {
  'a record of the journal': /^INSERT INTO `?dbshift`?\./,
  'a DDL': /^(ALTER TABLE|CREATE TABLE coupons)/,
  'a commit': /^COMMIT/,
  'the fence': /^(SET GLOBAL (super_)?read_only ?= ?1|FLUSH TABLES WITH READ LOCK)/,
  'the promotion': /^SET GLOBAL read_only ?= ?0/,
  'starting replication': /^START (SLAVE|REPLICA)/,
  'stopping replication': /^(STOP (SLAVE|REPLICA)|CHANGE MASTER)/,
  'a conversion': /^SET GLOBAL (slave|replica)_type_conversions/,
  'ending a session': /^KILL/,
};

function wiresOf({ wires }: Victim): Wires {
  if (wires === null) throw new Error('this run has no wires');
  return wires;
}

const lostAnswers = Object.entries(answersToLose).map(
  ([what, pattern]): Fault => ({
    name: `the answer to ${what} is lost`,
    weight: what === 'a record of the journal' || what === 'a DDL' ? 1.5 : 0.7,
    wired: true,
    moment: async victim => {
      const { command } = wiresOf(victim);
      const nth =
        what === 'a record of the journal' ? victim.random.between(1, 12) : victim.random.pick([1, 1, 2]);
      const lost = sides.map(side => command[side].loseAnswer(pattern, nth).then(() => true));
      return Promise.race([...lost, victim.runner.ended.then(() => false)]);
    },
    strike: async () => null,
  }),
);

export const networkFaults: readonly Fault[] = [
  ...lostAnswers,
  {
    name: 'the command is cut off from a server',
    weight: 2,
    wired: true,
    strike: async victim => {
      const wire = wiresOf(victim).command[victim.random.pick(['a', 'b'] as const)];
      wire.cut();
      return { afterMs: victim.random.pick([0, 200, 1000, 4000]), heal: async () => wire.heal() };
    },
  },
  {
    name: 'a server is silent to the command',
    weight: 2,
    wired: true,
    strike: async victim => {
      const wire = wiresOf(victim).command[victim.random.pick(['a', 'b'] as const)];
      wire.swallow();
      // A session that hears nothing for 10 s is given up.
      return { afterMs: victim.random.pick([300, 2500, 6000, 13_000]), heal: async () => wire.heal() };
    },
  },
  {
    name: 'the servers are cut off from each other',
    weight: 2,
    wired: true,
    wiredReplication: true,
    strike: async victim => {
      const { replication } = wiresOf(victim);
      const cut = victim.random.pick([['a'], ['b'], ['a', 'b']] as const);
      for (const side of cut) replication[side].cut();
      return {
        afterMs: victim.random.between(200, 5000),
        heal: async () => cut.forEach(side => void replication[side].heal()),
      };
    },
  },
  {
    name: 'the servers hear nothing of each other',
    weight: 1,
    wired: true,
    wiredReplication: true,
    strike: async victim => {
      const { replication } = wiresOf(victim);
      for (const side of sides) replication[side].swallow();
      return {
        afterMs: victim.random.between(300, 5000),
        heal: async () => sides.forEach(side => void replication[side].heal()),
      };
    },
  },
];

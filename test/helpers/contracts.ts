/**
 * What a pair does, whether it is simulated or real: the same sentences are asked of both, so that the simulation
 * stays honest. Each begins with `a` active, `b` passive, both directions running.
 */
import type { ExecutionContext } from 'ava';
import type { Action } from '../../src/engine/action.js';
import { effect } from '../../src/engine/effects.js';
import type { Ports } from '../../src/engine/ports.js';
import type { Capabilities } from '../../src/flavor/flavor.js';
import { noFacts } from '../../src/pair/facts.js';
import { enabledEvents, nameOf } from '../../src/pair/scheduled-event.js';
import { type Side, sides } from '../../src/pair/side.js';
import type { PairState } from '../../src/pair/state.js';
import { viewOf } from '../../src/pair/view.js';

export type Subject = {
  /** The engine's own way to the pair. */
  readonly ports: Ports;
  readonly capabilities: Capabilities;
  /** One write of an application, directly to a side; false when the side refuses it. */
  write(side: Side): Promise<boolean>;
  /** How many rows of applications a side has. */
  rows(side: Side): Promise<number>;
  /** Lets time pass until it is so; fails when that does not come. */
  until(what: string, ask: () => Promise<boolean>): Promise<void>;
  /** Lets time pass until b has received, not necessarily applied, what a has written. */
  received(): Promise<void>;
};

export type Contract = (t: ExecutionContext, subject: Subject) => Promise<void>;

export const contracts: Readonly<Record<string, Contract>> = {
  'a held applier applies nothing, and all of it when it is started again': async (t, subject) => {
    await perform(subject, { do: 'hold-applier', side: 'b' });
    const before = await subject.rows('b');
    t.true(await subject.write('a'));
    await subject.received();
    t.is(await subject.rows('b'), before);
    await perform(subject, { do: 'start-replication', side: 'b' });
    await subject.until('b has it', async () => (await subject.rows('b')) === before + 1);
  },

  'a fenced side refuses writes, and takes them when it is opened again': async (t, subject) => {
    await perform(subject, { do: 'fence', side: 'a', events: [] });
    t.false(await subject.write('a'));
    t.false(await subject.write('b'));
    await perform(subject, { do: 'open-writes', side: 'a', why: 'unfence' });
    t.true(await subject.write('a'));
  },

  'a drained side has every write of the fenced one': async (t, subject) => {
    for (let n = 0; n < 20; n++) t.true(await subject.write('a'));
    await perform(subject, { do: 'fence', side: 'a', events: [] });
    await perform(subject, { do: 'wait-applied', side: 'b', why: 'drain' });
    const { a, b } = await look(subject);
    t.true(a.reachable && b.reachable && b.executed.contains(a.executed));
    t.is(await subject.rows('b'), await subject.rows('a'));
    await perform(subject, { do: 'open-writes', side: 'a', why: 'unfence' });
  },

  'a promoted side takes writes, the old one does not, and the pointer follows': async (t, subject) => {
    await perform(subject, { do: 'fence', side: 'a', events: [] });
    await perform(subject, { do: 'wait-applied', side: 'b', why: 'drain' });
    await perform(subject, { do: 'open-writes', side: 'b', why: 'promote' });
    t.false(await subject.write('a'));
    t.true(await subject.write('b'));
    await perform(subject, { do: 'move-pointer', to: 'b' });
    const { pointer } = await look(subject);
    t.is(pointer.kind === 'names' ? pointer.side : null, 'b');
  },

  'a look after each action shows what the plan says that it does': async (t, subject) => {
    const { a } = await look(subject);
    const events = a.reachable ? enabledEvents(a.events) : [];
    t.deepEqual(events.map(nameOf), ['app.tick']);
    const actions: readonly Action[] = [
      { do: 'hold-applier', side: 'a' },
      { do: 'hold-applier', side: 'b' },
      { do: 'set-conversions', side: 'b', conversions: ['ALL_NON_LOSSY'] },
      { do: 'start-replication', side: 'b' },
      { do: 'set-conversions', side: 'b', conversions: [] },
      { do: 'start-replication', side: 'b' },
      { do: 'fence', side: 'a', events },
      { do: 'open-writes', side: 'b', why: 'promote' },
      { do: 'move-pointer', to: 'b' },
      { do: 'turn-events', side: 'b', turn: 'on', events },
      { do: 'start-replication', side: 'a' },
    ];
    for (const action of actions) {
      const before = await look(subject);
      await perform(subject, action);
      if (action.do === 'fence') await perform(subject, { do: 'wait-applied', side: 'b', why: 'drain' });
      const foretold = telling(effect(action, before, { plan: null, capabilities: subject.capabilities }));
      let seen = telling(await look(subject));
      // A receiver connects for a moment.
      await subject.until(`${action.do} on the pair is as foretold`, async () => {
        seen = telling(await look(subject));
        return JSON.stringify(comparable(seen, action)) === JSON.stringify(comparable(foretold, action));
      });
      t.deepEqual(comparable(seen, action), comparable(foretold, action), action.do);
    }
  },
};

async function look({ ports }: Subject): Promise<PairState> {
  return ports.observe(null, false);
}

/** Against a view of this very moment, as the engine does. */
async function perform(subject: Subject, action: Action): Promise<void> {
  const state = await look(subject);
  const view = viewOf(state, noFacts, subject.ports.limits);
  await subject.ports.perform(action, view, () => undefined);
}

type Telling = Readonly<Record<string, unknown>>;

function telling(state: PairState): Telling {
  const told = sides.map(side => {
    const server = state[side];
    if (!server.reachable) return [side, 'lost'];
    const { writable, applier, receiver, conversions } = server;
    const events = server.events.map(event => [nameOf(event), event.status]);
    return [side, { writable, applier, receiver, conversions, events }];
  });
  return { ...Object.fromEntries(told), pointer: state.pointer.kind === 'names' ? state.pointer.side : null };
}

/** The fence of MariaDB also stops the closed side's own applier; nothing of the plan depends on that. */
function comparable(told: Telling, { do: kind }: Action): Telling {
  const stopped = ['fence', 'open-writes', 'move-pointer'].includes(kind);
  return stopped ? { ...told, a: { ...(told.a as object), applier: 'not compared' } } : told;
}

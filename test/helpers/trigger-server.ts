/** A server that has nothing but triggers, and places them as real ones do (MariaDB 10.11 and MySQL 9.7, tested). */
import type { Flavor } from '../../src/flavor/flavor.js';
import { isAlike, placeTriggers } from '../../src/programs/place-triggers.js';
import { type Definition, programKey } from '../../src/programs/program.js';
import type { ProgramChange } from '../../src/programs/program-change.js';
import { statementsFor } from '../../src/programs/program-statements.js';
import { renamedTriggers } from '../../src/programs/renamed-triggers.js';
import { readTriggerHead } from '../../src/programs/trigger-head.js';
import { inSlot, slotOf, slotsOf, withoutOrder } from '../../src/programs/trigger-order.js';
import { splitDefiner } from '../../src/sql/split-definer.js';
import { plainSettings } from './definitions.js';

/** As a server reads it back where it runs first. */
export function trigger(name: string, { table = 't', says = 1 } = {}): Definition {
  const create = `CREATE TRIGGER \`${name}\` BEFORE INSERT ON \`${table}\`\nFOR EACH ROW\nSET @x = ${says}`;
  return { kind: 'trigger', name, create, definer: 'owner@localhost', settings: plainSettings };
}

export type TriggerServer = {
  /** In a listing: by table, as they run. */
  read(): readonly Definition[];
  /** Of a trigger. Throws for what a real server refuses. */
  send(sql: string): void;
};

export function triggerServer(flavor: Flavor, found: readonly Definition[]): TriggerServer {
  let running = found.map(withoutOrder);
  const read = (): readonly Definition[] => {
    const orders = slotsOf(running);
    return [...orders.keys()]
      .sort()
      .flatMap(slot => running.filter(one => slotOf(one) === slot).map(one => inSlot(one, orders)));
  };
  const drop = (name: string): void => {
    if (!running.some(one => one.name === name)) throw new Error(`1360 no trigger ${name}`);
    running = running.filter(one => one.name !== name);
  };
  const make = (sql: string): void => {
    const { create, definer } = splitDefiner(sql.replace(/^CREATE OR REPLACE /, 'CREATE '));
    const { follows, precedes } = readTriggerHead(create);
    const name = /TRIGGER `([^`]+)`/.exec(create)?.[1] ?? '';
    const made = { ...trigger(name), create, definer: definer ?? '' };
    const old = running.find(one => sameName(flavor, one.name, name));
    if (old !== undefined && !sql.startsWith('CREATE OR REPLACE'))
      throw new Error(`1359 there is ${old.name}`);
    if (old !== undefined && slotOf(old).split(' ON ')[1] !== slotOf(made).split(' ON ')[1])
      throw new Error(`1360 ${name} is on another table`);
    running = running.filter(one => one !== old);
    const other = follows ?? precedes;
    const at = running.findIndex(one => one.name === other && slotOf(one) === slotOf(made));
    if (other !== null && at < 0) throw new Error(`4031 no ${other} in the order`);
    running = running.toSpliced(
      other === null ? running.length : follows === null ? at : at + 1,
      0,
      withoutOrder(made),
    );
  };
  return {
    read,
    send: sql => {
      const dropped = /^DROP TRIGGER `([^`]+)`/.exec(sql)?.[1];
      if (dropped !== undefined) drop(dropped);
      else if (/^CREATE /.test(sql)) make(sql);
    },
  };
}

function sameName({ capabilities }: Flavor, one: string, other: string): boolean {
  return capabilities.foldsTriggerNames ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** As `bringEach` does it; dies behind so many statements. Answers what it sent. */
export function bringTriggers(
  server: TriggerServer,
  changes: readonly ProgramChange[],
  flavor: Flavor,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const found = new Map(server.read().map(one => [programKey(one), one]));
  const placed = placeTriggers([...found.values()], changes);
  const renamed = flavor.capabilities.replaces.has('trigger')
    ? new Map<string, Definition>()
    : renamedTriggers(found, changes);
  const gone = new Set([...renamed.values()].map(programKey));
  const steps = placed.changes.flatMap(change => {
    const key = programKey(change);
    const now = found.get(key) ?? null;
    const isLeft = gone.has(key) || (!placed.moved.has(key) && isAlike(change.after, now));
    return isLeft ? [] : [{ ...change, before: renamed.get(key) ?? now }];
  });
  const sent: string[] = [];
  sendInRounds(steps, change => {
    for (const sql of textsFor(server, change, flavor)) {
      if (sent.length >= most) return;
      server.send(sql);
      sent.push(sql);
    }
  });
  return sent;
}

/** What is refused is sent again as long as each round sends one. */
function sendInRounds(changes: readonly ProgramChange[], send: (change: ProgramChange) => void): void {
  const left = changes.filter(change => {
    try {
      send(change);
      return false;
    } catch {
      return true;
    }
  });
  if (left.length > 0 && left.length < changes.length) sendInRounds(left, send);
}

function textsFor(server: TriggerServer, change: ProgramChange, flavor: Flavor): readonly string[] {
  const { name, before, after } = change;
  const firstTrigger = after === null ? null : firstOf(server, after, [name, before?.name ?? name]);
  return statementsFor(change, flavor, { firstTrigger }).filter(sql => /^(?:CREATE|DROP) /.test(sql));
}

function firstOf(server: TriggerServer, of: Definition, without: readonly string[]): string | null {
  const [first = null] = server
    .read()
    .filter(one => slotOf(one) === slotOf(of) && !without.includes(one.name))
    .map(({ name }) => name);
  return first;
}

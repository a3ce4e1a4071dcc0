/**
 * One migration with a fault at each moment that is new, until none is left: the same command again and again, held
 * at each of its events. So every moment is met once, and the whole takes little longer than a migration alone.
 */
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { RunEvent } from '../../../src/engine/event.js';
import { otherSide, sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { type Arena, type Contest, openArena } from './arena.js';
import { mendPointer, useFailingPointer } from './failing-pointer.js';
import type { Healing, Victim } from './fault.js';
import { inspectMigrated, lightSeal, writeMigrations } from './migrations.js';
import { randomOf } from './random.js';
import { runCommand } from './run-command.js';
import { startRunner } from './start-runner.js';
import { openWires, type Wires, wireCommand, wireReplication } from './wires.js';

export type OrdealVictim = Victim & {
  /** Resolves when everything that was broken so far is whole again. */
  healed(): Promise<void>;
};

/** Null: nothing is done at this event. */
export type Tormentor = (event: RunEvent, victim: OrdealVictim) => Promise<Healing | 'struck' | null>;

export type Ordeal = {
  /** How often the command was started. */
  readonly commands: number;
  readonly struck: number;
  /** Of the oracle, and about the migrations. */
  readonly findings: readonly string[];
  readonly longestGapMs: number;
};

/** Minutes of faults leave room for what else the machine does. */
const lightLoad = { writers: 3, thinkMs: 40, lookMs: 5 };

/**
 * A pair for a whole test, with its wires and a pointer that can fail. `before` changes the servers; what it returns
 * is called at the end.
 */
export async function withOrdeal(
  t: ExecutionContext,
  image: ServerImage,
  torment: Tormentor,
  before?: (sandbox: Sandbox) => Promise<() => Promise<void>>,
): Promise<Ordeal> {
  const arena: Arena = await openArena(image, lightLoad);
  t.teardown(() => arena.end());
  if (before !== undefined) t.teardown(await before(arena.sandbox));
  const contest = await arena.begin();
  const wires = await openWires(arena.sandbox);
  t.teardown(async () => {
    await contest.oracle.abandon();
    await contest.end();
    wires.close();
  });
  await writeMigrations(join(arena.sandbox.folder, 'migrations'), lightSeal);
  await prepare(contest, wires);
  await contest.oracle.writers.acknowledge(50);
  const ordeal = await endure({ contest, wires, torment });
  await contest.oracle.writers.acknowledge(50);
  const { findings, longestGapMs } = await contest.oracle.judge();
  const migrated: string[] = [];
  for (const side of sides)
    migrated.push(...(await inspectMigrated(contest.roots[side], arena.sandbox.database)));
  return { ...ordeal, findings: [...findings, ...migrated], longestGapMs };
}

async function prepare({ sandbox }: Contest, wires: Wires): Promise<void> {
  const text = await readFile(sandbox.configFile, 'utf8');
  await writeFile(sandbox.configFile, text.replace('limits: {}', 'limits: { directMs: 1 }'));
  await wireCommand(sandbox, wires);
  await wireReplication(sandbox, wires);
  await useFailingPointer(sandbox);
  await mendPointer(sandbox);
}

type Trial = { readonly contest: Contest; readonly wires: Wires; readonly torment: Tormentor };

/** More than enough for a fault at every event. */
const maxCommands = 250;

async function endure({ contest, wires, torment }: Trial): Promise<Pick<Ordeal, 'commands' | 'struck'>> {
  const cwd = contest.sandbox.folder;
  const log = await mkdtemp(join(cwd, 'ordeal-'));
  const random = randomOf(1, 1);
  let [struck, healing] = [0, Promise.resolve()];
  for (let commands = 1; commands <= maxCommands; commands++) {
    const before = struck;
    const onEvent = async (event: RunEvent): Promise<void> => {
      const active = runner.view()?.active ?? 'a';
      const roles = { active, passive: otherSide(active) };
      const command = async (...args: readonly string[]) =>
        (await runCommand(args, { cwd, logFile: join(log, 'commands.log') })).code;
      const victim = { contest, runner, random, wires, ...roles, command, healed: () => healing };
      const outcome = await torment(event, victim);
      if (outcome !== null) struck += 1;
      if (outcome !== null && outcome !== 'struck')
        healing = Promise.all([healing, heal(outcome)]).then(() => undefined);
      runner.goOn();
    };
    const file = join(log, 'events.jsonl');
    const runner = startRunner({ cwd, trigger: { when: 'always' } }, file, event => {
      onEvent(event).catch((error: Error) => {
        appendFileSync(file, `${error.stack}\n`);
        runner.signal('SIGKILL');
      });
    });
    const { code } = await runner.ended;
    await healing;
    if (code === 0 && struck === before) return { commands, struck };
    // Only what was done by a fault may end a command.
    if (code !== 'killed') await delay(200);
  }
  throw new Error(`not at the end after ${maxCommands} commands: ${await tailOf(join(log, 'events.jsonl'))}`);
}

async function heal({ afterMs, heal: work }: Healing): Promise<void> {
  await delay(afterMs);
  await work();
}

async function tailOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).split('\n').slice(-5).join('\n');
}

/** `step-done migrate`, `action open-writes b promote`, `goal`: the same moment has the same name. */
export function momentOf(event: RunEvent): string {
  switch (event.type) {
    case 'step':
    case 'step-done':
      return `${event.type} ${event.step}`;
    case 'action':
    case 'action-done': {
      const { do: what, ...rest } = event.action;
      const detail = ['side', 'active', 'to', 'why', 'how', 'index'].map(
        key => (rest as Record<string, unknown>)[key],
      );
      return [event.type, what, ...detail.filter(value => value !== undefined)].join(' ');
    }
    default:
      return event.type;
  }
}

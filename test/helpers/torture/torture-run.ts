/**
 * One run under torture: writers, the command, one fault, the same command again until it ends, one verdict. Ends
 * with nothing of its own left running, whatever it found.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { otherSide, sides } from '../../../src/pair/side.js';

import type { Contest } from './arena.js';
import { setAutoStart } from './boot-options.js';
import { mendPointer, useFailingPointer } from './failing-pointer.js';
import type { Healing, Victim } from './fault.js';
import { inspectMigrated } from './migrations.js';
import { type Phase, phaseOf } from './phase.js';
import { runCommand } from './run-command.js';
import type { Scenario } from './scenario.js';
import { type Runner, startRunner } from './start-runner.js';
import { openWires, type Wires, wireCommand, wireReplication } from './wires.js';

export type RunResult = {
  /** Where the run was when the fault struck; null when it never did. */
  readonly phase: Phase | null;
  /** How often the command had to be started, the first time included. */
  readonly commands: number;
  /** A person had to put right what a person had done. */
  readonly byPerson: boolean;
  /** The longest time in which no write was acknowledged, in ms. */
  readonly gapMs: number;
  /** Writes that were acknowledged. */
  readonly acknowledged: number;
  /** Sentences. Empty when all is well. */
  readonly violations: readonly string[];
};

/** `folder` takes everything that is needed to see what happened. */
export async function tortureRun(contest: Contest, scenario: Scenario, folder: string): Promise<RunResult> {
  const { sandbox } = contest;
  const { fault } = scenario;
  const wires = fault.wired === true ? await openWires(sandbox) : null;
  const config = await readFile(sandbox.configFile, 'utf8');
  try {
    await setAutoStart(sandbox, scenario.autoStart);
    await writeFile(sandbox.configFile, config.replace('limits: {}', 'limits: { directMs: 1 }'));
    if (wires !== null) await wireCommand(sandbox, wires);
    if (wires !== null && fault.wiredReplication === true) await wireReplication(sandbox, wires);
    if (fault.execPointer === true) await useFailingPointer(sandbox);
    return await underTorture({ contest, scenario, wires, folder });
  } finally {
    await contest.oracle.abandon();
    await contest.end();
    wires?.close();
    await mendPointer(sandbox);
    await writeFile(sandbox.configFile, config);
  }
}

type Torture = {
  readonly contest: Contest;
  readonly scenario: Scenario;
  readonly wires: Wires | null;
  readonly folder: string;
};

async function underTorture(torture: Torture): Promise<RunResult> {
  const { contest, scenario, folder } = torture;
  await contest.oracle.writers.acknowledge(50);
  const input = { cwd: contest.sandbox.folder, trigger: scenario.trigger };
  const runner = startRunner(input, join(folder, 'events.jsonl'));
  let struck: Struck | null = null;
  try {
    struck = await strikeWhenDue(torture, runner);
    const ending = await toTheEnd(torture, runner, struck?.healing ?? Promise.resolve());
    await struck?.healing;
    const judged = await judge(contest, ending.violations);
    return { ...judged, ...ending, violations: judged.violations, phase: struck?.phase ?? null };
  } finally {
    runner.signal('SIGKILL');
    await struck?.healing.catch(() => undefined);
  }
}

type Struck = { readonly phase: Phase; readonly healing: Promise<void> };

async function strikeWhenDue(torture: Torture, runner: Runner): Promise<Struck | null> {
  const { fault, random } = torture.scenario;
  const victim = (): Victim => {
    const active = runner.view()?.active ?? 'a';
    const { contest, wires } = torture;
    const command = async (...args: readonly string[]) => (await again(torture, args)).code;
    return { contest, runner, random, wires, active, passive: otherSide(active), command };
  };
  const due = fault.moment === undefined ? runner.reached() : fault.moment(victim());
  if (!(await due)) return null;
  const phase = phaseOf(runner.step());
  const healing = await fault.strike(victim());
  runner.goOn();
  return { phase, healing: healing === null ? Promise.resolve() : heal(healing) };
}

async function heal({ afterMs, heal: work }: Healing): Promise<void> {
  await delay(afterMs);
  await work();
}

/** A run that has not ended after so long hangs. In ms. */
const patienceMs = 90_000;

type Ending = Pick<RunResult, 'commands' | 'byPerson' | 'violations'>;

/** The same command again and again, as a pipeline does, until one that met a whole world says that all is done. */
async function toTheEnd(torture: Torture, runner: Runner, healing: Promise<void>): Promise<Ending> {
  let whole = false;
  const healed = healing.then(() => {
    whole = true;
  });
  // Told at the end, by whoever waits for it there.
  healed.catch(() => undefined);
  const first = await Promise.race([runner.ended, delay(patienceMs, null)]);
  if (first === null)
    return { commands: 1, byPerson: false, violations: [`the command hangs in ${runner.step()}`] };
  await Promise.race([healed, delay(0)]);
  if (first.code === 0 && whole) return { commands: 1, byPerson: false, violations: [] };
  const deadline = performance.now() + patienceMs;
  let byPerson = false;
  for (let commands = 2; ; commands++) {
    const wasWhole = whole;
    const recovered = torture.scenario.recovers ? await again(torture, ['recover']) : null;
    if (typeof recovered?.code === 'string')
      return { commands, byPerson, violations: [`recover ${recovered.code}: ${recovered.output}`] };
    const { code, output } = await again(torture, ['migrate', '--yes']);
    if (code === 0 && wasWhole) return { commands, byPerson, violations: [] };
    if (typeof code === 'string')
      return { commands, byPerson, violations: [`the command ${code}: ${output}`] };
    if (performance.now() > deadline)
      return { commands, byPerson, violations: [`no command comes to an end: ${code}\n${output}`] };
    const { putRight } = torture.scenario.fault;
    if (code === 3 && wasWhole && putRight !== undefined) {
      await putRight(torture.contest);
      byPerson = true;
    }
    await delay(500);
  }
}

function again({ contest, folder }: Torture, args: readonly string[]) {
  return runCommand(args, { cwd: contest.sandbox.folder, logFile: join(folder, 'commands.log') });
}

type Judged = Pick<RunResult, 'gapMs' | 'acknowledged' | 'violations'>;

/** A run that did not end is judged too: what was lost meanwhile is worse. */
async function judge({ oracle, roots, sandbox }: Contest, found: readonly string[]): Promise<Judged> {
  const more = await oracle.writers.acknowledge(30).then(
    () => [],
    ({ message }: Error) => [`no write is possible: ${message}`],
  );
  const { findings, longestGapMs, outcomes } = await oracle.judge();
  const migrated = await Promise.all(
    sides.map(async side =>
      (await inspectMigrated(roots[side], sandbox.database)).map(what => `${side}: ${what}`),
    ),
  );
  return {
    gapMs: longestGapMs,
    acknowledged: outcomes.acknowledged,
    violations: [...found, ...more, ...findings, ...migrated.flat()],
  };
}

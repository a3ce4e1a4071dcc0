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
import type { Scenario } from './scenario.js';
import { type Runner, startRunner } from './start-runner.js';
import { again, type Ending, type Torture, toTheEnd } from './to-the-end.js';
import { openWires, wireCommand, wireReplication } from './wires.js';

export type RunResult = Ending & {
  /** Where the run was when the fault struck; null when it never did. */
  readonly phase: Phase | null;
  /** The longest time in which no write was acknowledged, in ms. */
  readonly gapMs: number;
  /** Writes that were acknowledged. */
  readonly acknowledged: number;
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
  if (!(await due) || !(await isOpen(runner))) return null;
  const phase = phaseOf(runner.step());
  const healing = await fault.strike(victim());
  runner.goOn();
  return { phase, healing: healing === null ? Promise.resolve() : heal(healing) };
}

/**
 * Waits for the first step. Outside of an open run a pair is nobody's business but its administrator's: a server that
 * boots then, with replication stopped as it was told, stays so.
 */
async function isOpen(runner: Runner): Promise<boolean> {
  const over = runner.ended.then(() => true);
  while (runner.step() === null) {
    runner.goOn();
    if (await Promise.race([over, delay(20, false)])) return false;
  }
  return !runner.isDone();
}

async function heal({ afterMs, heal: work }: Healing): Promise<void> {
  await delay(afterMs);
  await work();
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

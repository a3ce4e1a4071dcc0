/** Lets a run come to its end: the same command again and again, as a pipeline does. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Contest } from './arena.js';
import { type CommandEnd, runCommand } from './run-command.js';
import type { Scenario } from './scenario.js';
import type { Runner } from './start-runner.js';
import type { Wires } from './wires.js';

export type Torture = {
  readonly contest: Contest;
  readonly scenario: Scenario;
  readonly wires: Wires | null;
  readonly folder: string;
};

/** How a run came to its end. */
export type Ending = {
  /** How often the command had to be started, the first time included. */
  readonly commands: number;
  /** A person had to put right what a person had done. */
  readonly byPerson: boolean;
  /** Sentences. Empty when all is well. */
  readonly violations: readonly string[];
};

/** A run that has not ended after so long hangs. In ms. */
const patienceMs = 180_000;

/** The same command again and again, as a pipeline does, until one that met a whole world says that all is done. */
export async function toTheEnd(torture: Torture, runner: Runner, healing: Promise<void>): Promise<Ending> {
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
  let [byPerson, asked] = [false, false];
  for (let commands = 2; ; commands++) {
    const wasWhole = whole;
    // Where a person would be asked, `recover` is what a pipeline has left to try.
    const recovered = torture.scenario.recovers || asked ? await again(torture, ['recover']) : null;
    if (typeof recovered?.code === 'string')
      return { commands, byPerson, violations: [`recover ${recovered.code}: ${recovered.output}`] };
    const { code, output } = await again(torture, ['migrate', '--yes']);
    if (code === 0 && wasWhole) return { commands, byPerson, violations: [] };
    if (typeof code === 'string')
      return { commands, byPerson, violations: [`the command ${code}: ${output}`] };
    if (performance.now() > deadline)
      return { commands, byPerson, violations: [`no command comes to an end: ${code}\n${output}`] };
    asked = code === 3;
    const { putRight } = torture.scenario.fault;
    if (asked && wasWhole && putRight !== undefined) {
      await putRight(torture.contest);
      byPerson = true;
    }
    await delay(500);
  }
}

export function again({ contest, folder }: Torture, args: readonly string[]): Promise<CommandEnd> {
  return runCommand(args, { cwd: contest.sandbox.folder, logFile: join(folder, 'commands.log') });
}

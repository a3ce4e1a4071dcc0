/** The command under torture, as its tormentor sees it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '../../../src/engine/event.js';
import type { StepId } from '../../../src/engine/rules.js';
import type { View } from '../../../src/pair/view.js';
import type { RunnerInput, RunnerMessage } from './runner.js';

export type Runner = {
  /** Resolves to false when the run ends before its trigger comes. With a hold the run stands still until `goOn`. */
  reached(): Promise<boolean>;
  goOn(): void;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** The step that it said last, and the view in which it did. */
  step(): StepId | null;
  view(): View | null;
  /** It has said that the goal is reached. */
  isDone(): boolean;
  /** How it ended; `killed` when it could not say. */
  readonly ended: Promise<RunnerEnd>;
};

export type RunnerEnd = { readonly code: number | 'killed'; readonly why: string };

/** Events go to `logFile`, one a line, and to `onEvent`. */
export function startRunner(
  input: RunnerInput,
  logFile: string,
  onEvent: (event: RunEvent) => void = () => undefined,
): Runner {
  const child = fork(new URL('../../../bundle/tests/runner.js', import.meta.url), { execArgv: [] });
  let [step, view]: [StepId | null, View | null] = [null, null];
  let done = false;
  let end: RunnerEnd = { code: 'killed', why: '' };
  const reached = new Promise<boolean>(resolve => {
    child.once('exit', () => resolve(false));
    if (input.trigger.when === 'time') void delay(input.trigger.ms).then(() => resolve(true));
    child.on('message', (message: RunnerMessage) => {
      appendFileSync(logFile, `${JSON.stringify(message)}\n`);
      if ('code' in message) end = message;
      else {
        if (message.event.type === 'step') ({ step, view } = message.event);
        if (message.event.type === 'goal') done = true;
        onEvent(message.event);
        if (message.reached) void delay(delayOf(input)).then(() => resolve(true));
      }
    });
  });
  child.send(input);
  return {
    reached: () => reached,
    // One that dies just then cannot be told, and is seen to have ended.
    goOn: () => void (child.connected && child.send({ goOn: true }, () => undefined)),
    signal: name => void child.kill(name),
    step: () => step,
    view: () => view,
    isDone: () => done,
    ended: once(child, 'exit').then(() => end),
  };
}

function delayOf({ trigger }: RunnerInput): number {
  return trigger.when === 'step' ? trigger.delayMs : 0;
}

import type { HooksConfig } from './config.js';
import { hookNames } from './hook-names.js';
import type { Problems } from './problems.js';
import type { ConfigInput } from './shape.js';

const defaultTimeoutMs = 30_000;

/** A text is for a shell, a list is a program and its arguments. Undefined where there is none, or one is wrong. */
export function parseHooks({ hooks }: ConfigInput, problems: Problems): HooksConfig | undefined {
  if (hooks === undefined || !problems.isSound('hooks')) return undefined;
  const commands = hookNames.flatMap(name => {
    const command = hooks[name];
    return command === undefined ? [] : [[name, asCommand(command)] as const];
  });
  return { commands: Object.fromEntries(commands), timeoutMs: hooks.timeoutMs ?? defaultTimeoutMs };
}

/** The shape has made sure that a list is not empty. */
function asCommand(command: string | readonly string[]): readonly [string, ...string[]] {
  if (typeof command === 'string') return ['/bin/sh', '-c', command];
  const [program = '', ...args] = command;
  return [program, ...args];
}

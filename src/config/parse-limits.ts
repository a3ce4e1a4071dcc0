import type { Limits } from './config.js';
import { limits } from './limits.js';
import type { Problems } from './problems.js';
import type { ConfigInput } from './shape.js';

/**
 * Fills in the defaults. The waits that are part of the write pause must fit into it; a default that does not
 * fit into a shorter pause shrinks with it, because the user never wrote it.
 */
export function parseLimits(config: ConfigInput, problems: Problems): Limits {
  const input = problems.isSound('limits') ? (config.limits ?? {}) : {};
  const names = Object.keys(limits) as (keyof Limits)[];
  const given = Object.fromEntries(names.map(name => [name, input[name] ?? limits[name].default])) as Limits;
  const pause = given.writePauseMs;
  for (const name of ['fenceLockWaitMs', 'drainMs'] as const) {
    if ((input[name] ?? 0) > pause) problems.add(tooLong(name, pause));
  }
  return {
    ...given,
    fenceLockWaitMs: Math.min(given.fenceLockWaitMs, wholeSeconds(pause)),
    drainMs: Math.min(given.drainMs, pause),
  };
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

function tooLong(name: string, pause: number) {
  const message = `must not be longer than limits.writePauseMs (${pause}), which it is a part of`;
  return { id: 'wrong-value', where: `limits.${name}`, message };
}

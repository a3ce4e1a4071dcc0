/**
 * Writes the first value of every pointer that has none. The only place that creates a pointer: a run that finds
 * none must stop, because guessing which server is active is how two servers come to accept writes.
 */
import type { Config } from '../config/config.js';
import { FailedError } from '../errors.js';
import type { Side } from '../pair/side.js';
import { nextValue } from './move.js';
import { openPointers } from './open-pointers.js';
import type { PointerValue } from './pointer.js';

export type InitialisedPointer = {
  readonly name: string;
  readonly value: PointerValue;
  /** False when it was there already and names the same side. */
  readonly created: boolean;
};

/**
 * Makes every pointer name `active`. Throws FailedError, before anything is written, when one already names the
 * other side: then it has to be moved, which is the job of a flip.
 */
export async function initialisePointers(
  config: Config,
  active: Side,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly InitialisedPointer[]> {
  const found = await Promise.all(
    openPointers(config, env).map(async pointer => {
      // Not there, or not readable: `create` tells the two apart, because it never replaces a value.
      return { pointer, value: await pointer.read().catch(() => undefined) };
    }),
  );
  for (const { pointer, value } of found)
    if (value !== undefined && value.active !== active) throw namesOtherSide(pointer.name, value);
  const first = nextValue({ generation: 0 }, { ...config.servers[active].application, active });
  const initialised: InitialisedPointer[] = [];
  for (const { pointer, value } of found)
    initialised.push({
      name: pointer.name,
      value: value ?? (await pointer.create(first)),
      created: value === undefined,
    });
  return initialised;
}

function namesOtherSide(name: string, { active }: PointerValue): FailedError {
  return new FailedError(`${name} names ${active} already`, {
    hint: 'a pointer that is in use is moved by `dbshift flip`',
  });
}

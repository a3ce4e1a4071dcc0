/** `dbshift verify`: compares both sides. What it does is in `src/run/verify.ts`; here flags become options. */
import { randomInt } from 'node:crypto';
import { UsageError } from '../../errors.js';
import { type VerifyOptions, verify } from '../../run/verify.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import { describeVerification } from '../render/verification.js';
import { showProgress } from '../render/verify-progress.js';
import { type LockFlags, lockOptions } from '../run-flags.js';
import { withStopSignals } from '../stop-signals.js';

export type VerifyFlags = LockFlags & {
  readonly table?: readonly string[];
  readonly sample?: number;
  readonly seed?: number;
};

export async function verifyCommand(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const sample = sampleOf(flags);
  const config = await findConfig(context);
  const options = { tables: flags.table ?? [], ...sample, ...lockOptions(flags) };
  const found = await withStopSignals(
    () => 'stopping; a second signal leaves at once',
    ({ signal }) =>
      showProgress({ ...context, signal }, report => verify(config, { ...options, report, signal })),
  );
  const { output, json } = context;
  if (found === null) {
    output.warn('stopped before the end: nothing is known of what was not compared');
    return exitCodes.again;
  }
  for (const line of json ? [JSON.stringify(found)] : describeVerification(found, output.colors))
    output.print(line);
  return found.equal ? exitCodes.done : exitCodes.changes;
}

/** Seeds are small, so that a person can type one again. */
const seeds = 1_000_000;

function sampleOf({ sample, seed }: VerifyFlags): Pick<VerifyOptions, 'sample'> {
  if (sample === undefined && seed !== undefined)
    throw new UsageError('--seed is for a sample: name its size with --sample');
  return sample === undefined ? {} : { sample: { percent: sample, seed: seed ?? randomInt(seeds) } };
}

/** `--down [count]` and `--to <name>`: what `migrate` and `plan` take back. */
import { UsageError } from '../errors.js';
import type { Down } from '../migrate/choose-finished.js';

export type DownFlags = { readonly down?: number; readonly to?: string };

/** Throws UsageError for what is no whole number from 1 on. */
export function readCount(text: string | number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new UsageError(`--down ${text}: not a number of migrations`, {
    hint: 'write how many are to be taken back, or --down --to NAME',
  });
}

/** Undefined where nothing is to be taken back. */
export function downOf({ down, to }: DownFlags): Down | undefined {
  if (to === undefined) return down === undefined ? undefined : { count: down };
  if (down === undefined) throw new UsageError('--to says where --down ends: write both');
  if (down > 1) throw new UsageError('--down with a number and --to say two things: write one of them');
  return { to };
}

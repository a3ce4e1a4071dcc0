/** `--down [count]` and `--to <name>`: what `migrate` and `plan` take back. */
import { UsageError } from '../errors.js';
import type { Down } from '../migrate/choose-finished.js';

export type DownFlags = { readonly down?: number; readonly to?: string };

/** Undefined where nothing is to be taken back. */
export function downOf({ down, to }: DownFlags): Down | undefined {
  if (to === undefined) return down === undefined ? undefined : { count: down };
  if (down === undefined) throw new UsageError('--to says where --down ends: write both');
  if (down > 1) throw new UsageError('--down with a number and --to say two things: write one of them');
  return { to };
}

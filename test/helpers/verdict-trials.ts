/** Which trials a case is put through. */
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { VerdictCase } from './verdict-case.js';

/** `differs` is what must never happen to a change that was said to apply. */
export type Outcome = 'equal' | 'differs' | 'stopped' | 'second leg fails';

export const directions = ['old→new', 'new→old'] as const;
export type Direction = (typeof directions)[number];

export const rowImages = ['FULL', 'MINIMAL'] as const;
export type RowImage = (typeof rowImages)[number];

export type Trial = {
  readonly direction: Direction;
  readonly rowImage: RowImage;
  /** Of the passive, as it takes them. */
  readonly conversions: string;
};

/** Both directions, both row images, and every setting of conversions that a run may give the applier. */
export function trialsOf(known: VerdictCase, flavor: FlavorName): readonly Trial[] {
  return directions
    .filter(direction => direction === 'old→new' || known.back !== null)
    .flatMap(direction => rowImages.map(rowImage => ({ direction, rowImage })))
    .flatMap(trial => settingsOf(known, flavor).map(conversions => ({ ...trial, conversions })));
}

/** Those that `npm test` takes: one direction and row image for each case, by turns. */
export function sampleOf(trials: readonly Trial[], turn: number): readonly Trial[] {
  const settings = new Set(trials.map(({ conversions }) => conversions)).size;
  const ways = trials.length / settings;
  const from = (turn % ways) * settings;
  return trials.slice(from, from + settings);
}

/** One setting holds for all tables: so what applies without any must apply with each as well. */
function settingsOf({ create, ddl }: VerdictCase, flavor: FlavorName): readonly string[] {
  const unsigned = flavor === 'mysql' && / unsigned/i.test([...create, ...ddl].join());
  return ['', 'ALL_NON_LOSSY', ...(unsigned ? ['ALL_NON_LOSSY,ALL_UNSIGNED'] : [])];
}

/** Which triggers of a slot may stay where they are while the others are made anew around them. Pure. */

/**
 * Of the names that both have: the heaviest set that runs in the same order in both. Whatever is not in it is made right
 * behind the one before it, in the wanted order: then all of it runs in that order.
 */
export function steadyTriggers(
  found: readonly string[],
  wanted: readonly string[],
  weigh: (name: string) => number,
): ReadonlySet<string> {
  const place = new Map(wanted.map((name, at) => [name, at]));
  const runs: Run[] = [];
  for (const name of found) {
    const at = place.get(name);
    if (at === undefined) continue;
    const before = heaviest(runs.filter(run => run.at < at));
    runs.push({ at, weight: before.weight + weigh(name), names: [...before.names, name] });
  }
  return new Set(heaviest(runs).names);
}

/** One that ends with the trigger at this place. */
type Run = { readonly at: number; readonly weight: number; readonly names: readonly string[] };

function heaviest(runs: readonly Run[]): Run {
  const none: Run = { at: -1, weight: 0, names: [] };
  return runs.reduce((best, run) => (run.weight > best.weight ? run : best), none);
}

/** What a plan was made from, in parts. */
import { sides } from '../pair/side.js';
import { makeParts } from '../plan/make-parts.js';
import type { PlanParts } from '../plan/plan-parts.js';
import type { Topology } from '../plan/topology.js';
import type { PlanBasis } from './plan-source.js';
import type { ReviewInput } from './review-run.js';
import type { TriedMigration } from './try-migrations.js';

type PartsOf = Pick<ReviewInput, 'source' | 'basis' | 'batches' | 'before'> & {
  readonly tried: { readonly migrations: readonly Pick<TriedMigration, 'migration'>[] };
};

export function partsOf(input: PartsOf): PlanParts {
  const { basis, tried, batches, before } = input;
  return makeParts({
    database: basis.database,
    batches,
    files: tried.migrations.map(({ migration }) => migration),
    structure: before,
    topology: topologyOf(input),
    versions: basis.versions,
    settings: settingsOf(basis),
  });
}

/** A schema file may be old: who is there now it does not know. */
function topologyOf({ source: { labels }, basis, batches }: PartsOf): Topology | null {
  if (labels === null) return null;
  const flips = batches.some(({ strategy }) => strategy === 'flip');
  return {
    sides: sides.map(side => labels[side]),
    replicas: basis.replicas,
    events: flips ? basis.events : [],
  };
}

/** One name for what both sides have alike, else one for each side. */
function settingsOf({ settings: { a, b } }: PlanBasis): Readonly<Record<string, string>> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const entries = names.flatMap(name => {
    if (a[name] === b[name]) return [[name, a[name] ?? '']];
    return sides.map(side => [`${name} (${side})`, { a, b }[side][name] ?? '']);
  });
  return Object.fromEntries(entries);
}

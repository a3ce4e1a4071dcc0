/** Which features a pair uses, as far as that decides what the account must be allowed. */
import type { Config } from '../config/config.js';
import type { Flavor } from '../flavor/flavor.js';
import { type Feature, features } from '../grants/privilege.js';
import { sides } from '../pair/side.js';
import { findImage } from '../sandbox/find-image.js';

/** All that the configuration does not rule out; the servers may not need some of them. */
export function configuredFeatures(config: Config): ReadonlySet<Feature> {
  const discovers = sides.some(side => config.servers[side].replicas === 'discover');
  const unused = new Set<Feature>([
    ...(config.workspace === undefined ? [] : (['scratch'] as const)),
    ...(discovers ? [] : (['discovery'] as const)),
  ]);
  return new Set(features.filter(feature => !unused.has(feature)));
}

/**
 * Those that a run on this machine uses whatever the servers hold. A scratch schema on the passive is the last resort
 * of a workspace: see `workspace/open-workspace.ts`.
 */
export async function featuresOf(config: Config, flavor: Flavor): Promise<ReadonlySet<Feature>> {
  const used = new Set(configuredFeatures(config));
  used.delete('programs');
  used.delete('definers');
  used.delete('deploys');
  if (used.has('scratch') && (await isInstalledHere(flavor))) used.delete('scratch');
  return used;
}

async function isInstalledHere({ label }: Flavor): Promise<boolean> {
  return findImage(label).then(
    () => true,
    () => false,
  );
}

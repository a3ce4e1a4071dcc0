/** Which features a configuration uses on this machine, as far as that decides what the account must be allowed. */
import type { Config } from '../config/config.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Feature } from '../grants/privilege.js';
import { sides } from '../pair/side.js';
import { findImage } from '../sandbox/find-image.js';

/** A scratch schema on the passive is the last resort of a workspace: see `workspace/open-workspace.ts`. */
export async function featuresOf(config: Config, flavor: Flavor): Promise<ReadonlySet<Feature>> {
  const elsewhere = config.workspace !== undefined || (await isInstalledHere(flavor));
  const discovers = sides.some(side => config.servers[side].replicas === 'discover');
  return new Set([
    ...(['runs', 'progress'] as const),
    ...(elsewhere ? [] : (['scratch'] as const)),
    ...(discovers ? (['discovery'] as const) : []),
  ]);
}

async function isInstalledHere({ label }: Flavor): Promise<boolean> {
  return findImage(label).then(
    () => true,
    () => false,
  );
}

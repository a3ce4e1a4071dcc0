/**
 * `npm run bench`: what dbshift costs, as ratios to something measured in the same run, so that they mean the same on
 * every machine. `npm run bench -- recover --flavor mysql-9.7` for one of them.
 */
import { parseArgs } from 'node:util';
import { findImage } from '../src/sandbox/find-image.js';
import { benchPlan } from './bench/plan.js';
import { benchProcs } from './bench/procs.js';
import { benchRecover } from './bench/recover.js';
import { benchSplit } from './bench/split.js';
import { benchStartUp } from './bench/start-up.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { flavor: { type: 'string', default: 'mariadb-10.11' } },
});
const benches: Readonly<Record<string, () => Promise<void>>> = {
  'start-up': benchStartUp,
  split: async () => benchSplit(),
  plan: async () => benchPlan(await findImage(values.flavor.replace('-', ' '))),
  procs: async () => benchProcs(await findImage(values.flavor.replace('-', ' '))),
  recover: async () => benchRecover(await findImage(values.flavor.replace('-', ' '))),
};
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`${name} is none of ${Object.keys(benches).join(', ')}`);
  await bench();
}

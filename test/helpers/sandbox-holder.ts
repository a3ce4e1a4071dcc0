/** A program for tests: brings up a pair with the options in its argument, prints its folder, and stays until it is killed. */
import { bringUpPair, type PairOptions } from '../../src/sandbox/bring-up-pair.js';
import { findImage } from '../../src/sandbox/find-image.js';

type HeldOptions = Pick<PairOptions, 'lifetime'> & { readonly server: string };

const options = JSON.parse(process.argv[2] ?? '{}') as HeldOptions;
const { folder } = await bringUpPair({ ...options, image: await findImage(options.server) });
console.log(folder);
if (options.lifetime === 'process') setInterval(() => {}, 60_000);

/** A program for tests: brings up a pair with the options in its argument, prints its folder, and stays until it is killed. */
import { bringUpPair, type PairOptions } from '../../src/sandbox/bring-up-pair.js';

const options = JSON.parse(process.argv[2] ?? '{}') as PairOptions;
const { folder } = await bringUpPair(options);
console.log(folder);
if (options.lifetime === 'process') setInterval(() => {}, 60_000);

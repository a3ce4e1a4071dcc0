// Removes the folders named on the command line; `dist` must not keep tests of deleted sources.
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });

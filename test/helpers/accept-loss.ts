import { appendFile } from 'node:fs/promises';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';

/** Writes into the configuration that columns may be dropped: what a test loses, it loses on purpose. */
export async function acceptDroppedColumns({ configFile }: Sandbox): Promise<void> {
  await appendFile(
    configFile,
    'lint: { accept: [{ id: drop-column, reason: what an abort brings back is what this is about }] }\n',
  );
}

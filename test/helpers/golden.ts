/** Golden files: what people read, as plain text under `test/golden/`. `UPDATE_GOLDEN=1` rewrites them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** Compares `text` with the golden file of that name, which must exist. */
export async function isGolden(t: ExecutionContext, name: string, text: string): Promise<void> {
  await isCommitted(t, `test/golden/${name}`, text);
}

/** The same for a file that is made from what is tested, by its path from the project's folder. */
export async function isCommitted(t: ExecutionContext, path: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  if (process.env.UPDATE_GOLDEN === '1') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  t.is(text, await readFile(file, 'utf8'));
}

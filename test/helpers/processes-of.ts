import { readdir, readFile } from 'node:fs/promises';

/** Ids of all processes that were started with an option file in `folder`. */
export async function processesOf(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map(id => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => lines[index]?.includes(`--defaults-file=${folder}/`));
}

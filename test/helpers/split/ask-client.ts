/** What the real client of a server sends for .sql files, seen by a listener in the server's place. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openStatementSink } from '../statement-sink.js';

/** Without `--comments` the clients drop comments inside statements; with it they send them. */
export type CommentsMode = 'skip-comments' | 'comments';

export const commentsModes: readonly CommentsMode[] = ['skip-comments', 'comments'];

/** Per file, in order, the statements that were sent for it. */
export async function askClient(
  image: ServerImage,
  mode: CommentsMode,
  files: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-split-'));
  const sink = await openStatementSink();
  try {
    for (const [index, text] of files.entries()) await writeFile(join(folder, `${index}.sql`), text);
    const script = files.map((_, index) => `source ${folder}/${index}.sql\nDELIMITER ;\nSELECT '${MARK}';\n`);
    await writeFile(join(folder, 'all'), script.join(''));
    const client = `exec ${clientOf(image)} --${mode} --protocol=tcp --host=127.0.0.1 --port=${sink.port} \
      --user=anybody --default-character-set=utf8mb4 --force < ${join(folder, 'all')}`;
    const { stderr } = await promisify(execFile)('sh', ['-c', client], { maxBuffer: 2 ** 28 }).catch(
      error => error,
    );
    const sent = perFile(sink.received);
    // One may end the client, if nothing comes behind it.
    if (sent.length >= files.length) return sent.slice(0, files.length);
    throw new Error(
      `the client ended in file ${sent.length} of ${files.length}: ${files[sent.length - 1]}\n${stderr}`,
    );
  } finally {
    await sink.close();
    await rm(folder, { recursive: true });
  }
}

/** The client that came with a server. MySQL's own reads `use` and the like only when it is told to (9.7). */
function clientOf({ command, flavor }: ServerImage): string {
  const [loader, server = ''] = [command.slice(0, -1), command.at(-1)];
  const client = join(dirname(dirname(server)), 'bin', flavor);
  return [...loader, client, '--no-defaults', ...(flavor === 'mysql' ? ['--commands'] : [])].join(' ');
}

const MARK = 'end of file';

/** What a client asks for itself. */
const ownStatements = new Set(['SELECT DATABASE()', 'select @@version_comment limit 1', 'select $$']);

/** One client reads all the files, each from a fresh state; a marker in between says whose statements are whose. */
function perFile(received: readonly string[]): string[][] {
  const files: string[][] = [[]];
  for (const statement of received) {
    if (statement === `SELECT '${MARK}'`) files.push([]);
    else if (!ownStatements.has(statement)) files.at(-1)?.push(statement);
  }
  return files;
}

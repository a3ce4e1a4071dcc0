/**
 * Posts a plan to the pull or merge request of this pipeline, or updates the comment that has the last one:
 *
 *     node comment.mjs plan.md
 *
 * The comment is known by its first line and by its author, who must be the one that the token belongs to: whoever quotes
 * a plan, or pretends to be a bot, keeps what was written. Where it runs is told by the variables of the pipeline, see
 * `github.mjs` and `gitlab.mjs`. Needs Node 20 and nothing else.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openGithub } from './github.mjs';
import { openGitlab } from './gitlab.mjs';

/** The first line of what `dbshift plan --format markdown` prints. */
export const planMarker = '<!-- dbshift plan -->';

/** Returns what was done. Throws Error with a message for people. */
export async function comment(text, env) {
  if (!text.startsWith(planMarker)) throw new Error(`the file does not begin with ${planMarker}`);
  const forge = await (env.GITLAB_CI === undefined ? openGithub(env) : openGitlab(env));
  if (forge === null) return 'no pull request: nothing was posted';
  const own = await findOwn(forge);
  if (own === null) return `posted: ${await forge.create(text)}`;
  if (own.text === text) return `unchanged: ${own.url}`;
  return `updated: ${await forge.update(own.id, text)}`;
}

async function findOwn({ isMe, pages }) {
  for await (const comments of pages()) {
    const own = comments.find(({ author, text }) => text.startsWith(planMarker) && isMe(author));
    if (own !== undefined) return own;
  }
  return null;
}

async function main([file]) {
  try {
    if (file === undefined) throw new Error('usage: comment.mjs <file>');
    console.log(await comment(await readFile(file, 'utf8'), process.env));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

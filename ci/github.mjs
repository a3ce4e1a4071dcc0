/**
 * Comments of a pull request on GitHub. Variables of Actions: GITHUB_API_URL, GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY,
 * GITHUB_EVENT_PATH; and GITHUB_TOKEN, which must be allowed to write to pull requests.
 */
import { readFile } from 'node:fs/promises';
import { demand, HttpError, paged, pageSize, request } from './request.mjs';

/** Null where the event is of no pull request. */
export async function openGithub(env) {
  const number = await pullRequest(env);
  if (number === null) return null;
  const api = demand(env, 'GITHUB_API_URL');
  const headers = {
    authorization: `Bearer ${demand(env, 'GITHUB_TOKEN')}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };
  const comments = `${api}/repos/${demand(env, 'GITHUB_REPOSITORY')}/issues`;
  const me = await whoAmI({ api, graphql: env.GITHUB_GRAPHQL_URL || `${api}/graphql`, headers });
  const urlOf = ({ html_url: url }) => url;
  return {
    isMe: id => id === me,
    pages: () =>
      paged(async page => {
        const query = `per_page=${pageSize}&page=${page}`;
        const found = await request(`${comments}/${number}/comments?${query}`, { headers });
        // A deleted account has no user.
        return found.map(({ id, user, body, html_url: url }) => ({
          id,
          author: user?.id,
          text: body ?? '',
          url,
        }));
      }),
    create: async body =>
      urlOf(await request(`${comments}/${number}/comments`, { method: 'POST', headers, body: { body } })),
    update: async (id, body) =>
      urlOf(await request(`${comments}/comments/${id}`, { method: 'PATCH', headers, body: { body } })),
  };
}

async function pullRequest({ GITHUB_EVENT_PATH: path }) {
  if (path === undefined || path === '') throw new Error('GITHUB_EVENT_PATH is not set');
  const { pull_request: pull } = JSON.parse(await readFile(path, 'utf8'));
  return pull?.number ?? null;
}

/** A token of a person may ask for the user. That of a workflow, or of another app, is refused there (403). */
async function whoAmI({ api, graphql, headers }) {
  try {
    return (await request(`${api}/user`, { headers })).id;
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 403) throw error;
  }
  const query = '{ viewer { databaseId } }';
  const { data } = await request(graphql, { method: 'POST', headers, body: { query } });
  const id = data?.viewer?.databaseId;
  // Without an author any comment that begins like a plan would do.
  if (typeof id !== 'number')
    throw new Error('GitHub does not say to whom GITHUB_TOKEN belongs: nothing was posted');
  return id;
}

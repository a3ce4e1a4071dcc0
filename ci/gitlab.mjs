/**
 * Notes of a merge request on GitLab. Variables of CI: CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID; and
 * DBSHIFT_GITLAB_TOKEN, a token with the scope `api`: that of the job may not write notes.
 */
import { demand, paged, pageSize, request } from './request.mjs';

/** Null where the pipeline is of no merge request. */
export async function openGitlab(env) {
  const number = env.CI_MERGE_REQUEST_IID;
  if (number === undefined || number === '') return null;
  const api = demand(env, 'CI_API_V4_URL');
  const headers = { 'private-token': demand(env, 'DBSHIFT_GITLAB_TOKEN') };
  const notes = `${api}/projects/${encodeURIComponent(demand(env, 'CI_PROJECT_ID'))}/merge_requests/${number}/notes`;
  const { id: me } = await request(`${api}/user`, { headers });
  return {
    isMe: id => id === me,
    pages: () =>
      paged(async page => {
        const query = `sort=asc&order_by=created_at&per_page=${pageSize}&page=${page}`;
        const found = await request(`${notes}?${query}`, { headers });
        return found.map(({ id, author, body }) => ({
          id,
          author: author?.id,
          text: body ?? '',
          url: `note ${id}`,
        }));
      }),
    create: async body => {
      const { id } = await request(notes, { method: 'POST', headers, body: { body } });
      return `note ${id}`;
    },
    update: async (id, body) => {
      await request(`${notes}/${id}`, { method: 'PUT', headers, body: { body } });
      return `note ${id}`;
    },
  };
}

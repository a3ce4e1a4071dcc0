/** Requests to the API of a forge, with what went wrong in words. */

/** As many comments as one page may have, on GitHub and on GitLab. */
export const pageSize = 100;

const patienceMs = 30_000;

/** Sends JSON and reads it. Throws HttpError for an answer that is no success. */
export async function request(url, { method = 'GET', headers, body }) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(error => {
    // The cause says which connection was refused; of a wait that was too long the error itself says so.
    throw new Error(`${method} ${url}: ${error.cause?.message ?? error.message}`, { cause: error });
  });
  if (!answer.ok)
    throw new HttpError(answer.status, `${method} ${url}: ${answer.status} ${await reasonIn(answer)}`);
  return answer.json();
}

export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Pages until one that is not full. */
export async function* paged(read) {
  for (let page = 1; ; page++) {
    const items = await read(page);
    yield items;
    if (items.length < pageSize) return;
  }
}

export function demand(env, name) {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

async function reasonIn(answer) {
  const text = await answer.text();
  try {
    return String(JSON.parse(text).message ?? text).slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
}

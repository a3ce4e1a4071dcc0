/** `ci/comment.mjs` against an API over real HTTP: one comment, of our own, kept up to date; nobody else's is touched. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { planMarker } from '../../src/plan/markdown/render-markdown.js';
import { folderWith } from '../helpers/folder-with.js';

const script = fileURLToPath(new URL('../../../ci/comment.mjs', import.meta.url));

type Comment = { readonly id: number; readonly author: number | null; body: string };

type Api = {
  readonly url: string;
  readonly comments: Comment[];
  readonly requests: string[];
};

const me = 41;
const somebody = 7;
const token = 'secret-token';

type Kind = {
  readonly name: string;
  /** Whether the token may ask for its user: that of a workflow may not. */
  readonly person: boolean;
  readonly gitlab: boolean;
};

const kinds: readonly Kind[] = [
  { name: 'GitHub with the token of a workflow', person: false, gitlab: false },
  { name: 'GitHub with the token of a person', person: true, gitlab: false },
  { name: 'GitLab', person: true, gitlab: true },
];

async function startApi(t: ExecutionContext, kind: Kind, comments: readonly Comment[]): Promise<Api> {
  const api = { comments: [...comments], requests: [] as string[] };
  const server = createServer((request, response) => void answer(request, response, { ...api, kind }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => new Promise<void>(resolve => server.close(() => resolve())));
  return { ...api, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

type Answering = Pick<Api, 'comments' | 'requests'> & { readonly kind: Kind };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { comments, requests, kind }: Answering,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams } = new URL(url, 'http://x');
  requests.push(`${method} ${pathname}`);
  const send = (status: number, data: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
  };
  if (headers.authorization !== `Bearer ${token}` && headers['private-token'] !== token)
    return send(401, { message: 'Bad credentials' });
  const told = (comment: Comment) => ({
    id: comment.id,
    body: comment.body,
    html_url: `http://x/${comment.id}`,
    [kind.gitlab ? 'author' : 'user']: comment.author === null ? null : { id: comment.author },
  });
  if (pathname === '/user')
    return kind.person
      ? send(200, { id: me })
      : send(403, { message: 'Resource not accessible by integration' });
  if (pathname === '/graphql') return send(200, { data: { viewer: { databaseId: me } } });
  const list = kind.gitlab ? '/projects/3/merge_requests/5/notes' : '/repos/o/r/issues/5/comments';
  if (pathname === list && method === 'GET') {
    const size = Number(searchParams.get('per_page'));
    const from = (Number(searchParams.get('page')) - 1) * size;
    return send(200, comments.slice(from, from + size).map(told));
  }
  if (method === 'GET') return send(404, { message: 'Not Found' });
  const { body } = (await json(request)) as { body: string };
  if (pathname === list && method === 'POST') {
    const made = { id: 1000 + comments.length, author: me, body };
    comments.push(made);
    return send(201, told(made));
  }
  const one = kind.gitlab ? `${list}/` : '/repos/o/r/issues/comments/';
  const found = comments.find(({ id }) => pathname === `${one}${id}`);
  if (found === undefined || method !== (kind.gitlab ? 'PUT' : 'PATCH'))
    return send(404, { message: 'Not Found' });
  found.body = body;
  send(200, told(found));
}

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function post(
  t: ExecutionContext,
  { url }: Pick<Api, 'url'>,
  { gitlab, text = plan(2), event = { pull_request: { number: 5 } } }: Posting,
): Promise<Ended> {
  const cwd = await folderWith(t, { 'plan.md': text, 'event.json': JSON.stringify(event) });
  const env = gitlab
    ? {
        GITLAB_CI: 'true',
        CI_API_V4_URL: url,
        CI_PROJECT_ID: '3',
        CI_MERGE_REQUEST_IID: '5',
        DBSHIFT_GITLAB_TOKEN: token,
      }
    : {
        GITHUB_API_URL: url,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_EVENT_PATH: join(cwd, 'event.json'),
        GITHUB_TOKEN: token,
      };
  return new Promise(resolve =>
    execFile(
      process.execPath,
      [script, 'plan.md'],
      { cwd, env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

type Posting = { readonly gitlab: boolean; readonly text?: string; readonly event?: object };

const plan = (n: number): string => `${planMarker}\n\n### Plan ${n}\n`;
const noise = (count: number): readonly Comment[] =>
  Array.from({ length: count }, (_, id) => ({
    id: id + 1,
    author: id % 2 === 0 ? me : somebody,
    body: `talk ${id}`,
  }));

for (const kind of kinds) {
  test(`on ${kind.name} the first plan is posted, and the next ones take its place`, async t => {
    const api = await startApi(t, kind, noise(3));
    t.is((await post(t, api, kind)).code, 0);
    t.is(api.comments.length, 4);
    t.is((await post(t, api, { ...kind, text: plan(3) })).code, 0);
    t.deepEqual(
      api.comments.map(({ body }) => body),
      [...noise(3).map(({ body }) => body), plan(3)],
    );
  });

  test(`on ${kind.name} the own comment is found on a later page`, async t => {
    const api = await startApi(t, kind, [
      ...noise(230),
      { id: 900, author: me, body: plan(1) },
      ...noise(40),
    ]);
    t.is((await post(t, api, kind)).code, 0);
    t.is(api.comments.length, 271);
    t.is(api.comments.find(({ id }) => id === 900)?.body, plan(2));
  });

  test(`on ${kind.name} comments of others that begin with the marker are left alone`, async t => {
    const others: readonly Comment[] = [
      { id: 1, author: somebody, body: plan(1) },
      { id: 2, author: null, body: plan(1) },
      { id: 3, author: me, body: `> ${planMarker}\nquoted` },
    ];
    const api = await startApi(t, kind, others);
    t.is((await post(t, api, kind)).code, 0);
    t.deepEqual(api.comments.slice(0, 3), others);
    t.is(api.comments[3]?.body, plan(2));
  });

  test(`on ${kind.name} exactly a hundred comments are one page, and the same plan is not sent again`, async t => {
    const api = await startApi(t, kind, [...noise(99), { id: 900, author: me, body: plan(2) }]);
    const { code, stdout } = await post(t, api, kind);
    t.is(code, 0);
    t.regex(stdout, /^unchanged/u);
    t.deepEqual(
      api.requests.filter(line => /^(POST \/(?!graphql)|PATCH|PUT)/u.test(line)),
      [],
    );
  });
}

const github = kinds[0] ?? { name: '', person: false, gitlab: false };

test('an answer that is no success ends with what the forge says, and without the token', async t => {
  const api = await startApi(t, { ...github, gitlab: true }, []);
  const { code, stderr } = await post(t, api, { gitlab: false });
  t.is(code, 1);
  t.regex(stderr, /^GET http:\S+issues\/5\/comments\S+: 404 Not Found$/mu);
  t.false(stderr.includes(token));
});

test('an event without a pull request posts nothing', async t => {
  const api = await startApi(t, github, []);
  const { code, stdout } = await post(t, api, { gitlab: false, event: { push: {} } });
  t.is(code, 0);
  t.regex(stdout, /nothing was posted/u);
  t.deepEqual(api.requests, []);
});

test('a file that is no plan is not posted', async t => {
  const api = await startApi(t, github, []);
  const { code, stderr } = await post(t, api, { gitlab: false, text: 'hello' });
  t.is(code, 1);
  t.regex(stderr, /does not begin with/u);
  t.deepEqual(api.requests, []);
});

/** Errors as mysql2 3.24 throws them, seen on MariaDB 10.11 and on sockets that nobody answers. */
import { createServer, type Server } from 'node:net';
import test from 'ava';
import { FailedError } from '../../src/errors.js';
import { openSession } from '../../src/server/connection.js';
import { errno } from '../../src/server/errno.js';
import {
  connectionFailed,
  isConnectionLost,
  isErrno,
  type ServerError,
  serverError,
} from '../../src/server/server-error.js';

const label = 'server a (10.0.0.1:3306)';

type Thrown = {
  readonly message: string;
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
  readonly sqlMessage?: string;
};

function thrown({ message, ...more }: Thrown): Error {
  return Object.assign(new Error(message), more);
}

const duplicate = thrown({
  message: "Duplicate entry '1' for key 'PRIMARY'",
  sqlMessage: "Duplicate entry '1' for key 'PRIMARY'",
  errno: 1062,
  code: 'ER_DUP_ENTRY',
});

test('a refused statement has the number and the words of the server, and is a failure', t => {
  const error = serverError(label, duplicate);
  t.true(error instanceof FailedError);
  t.is(error.message, `${label}: 1062 Duplicate entry '1' for key 'PRIMARY'`);
  t.is(error.serverText, "Duplicate entry '1' for key 'PRIMARY'");
  t.is(error.errno, 1062);
  t.is(error.cause, duplicate);
  t.false(isConnectionLost(error));
});

test('errors are told apart by number', t => {
  const error = serverError(label, duplicate);
  t.true(isErrno(error, 1062));
  t.true(isErrno(error, errno.lockWaitTimeout, 1062));
  t.false(isErrno(error, errno.lockWaitTimeout));
  t.false(isErrno(error));
  t.false(isErrno(duplicate, 1062), 'only an error of ours is asked');
  t.false(isErrno(null, 1062));
});

const lost = test.macro<[Thrown, message: string]>((t, what, message) => {
  const error = serverError(label, thrown(what));
  t.true(isConnectionLost(error));
  t.is(error.errno, null);
  t.is(error.message, `${label}: connection lost: ${message}`);
  t.false(isErrno(error, what.errno ?? 0), 'no number counts as an answer');
});

test(
  'a server that goes away gives no answer',
  lost,
  {
    message: 'Connection lost: The server closed the connection.',
    code: 'PROTOCOL_CONNECTION_LOST',
    fatal: true,
  },
  'the server closed it',
);
test(
  'nor does a network that breaks',
  lost,
  { message: 'read ECONNRESET', code: 'ECONNRESET', errno: -104, fatal: true },
  'read ECONNRESET',
);
test(
  'numbers of the system are no numbers of the server',
  lost,
  { message: 'write EPIPE', code: 'EPIPE', errno: -32 },
  'write EPIPE',
);
test(
  'a connection that was lost before says nothing about this statement',
  lost,
  { message: "Can't add new command when connection is in closed state", fatal: true },
  "Can't add new command when connection is in closed state",
);
for (const [number, message] of [
  [errno.serverShutdown, 'Server shutdown in progress'],
  [errno.connectionKilled, 'Connection was killed'],
  [errno.sessionKilled, 'Session was killed'],
  [errno.clientTimeout, 'The client was disconnected by the server because of inactivity'],
] as const) {
  test(`the last words of a connection are no answer: ${number}`, lost, { message, errno: number }, message);
}
test(
  'an error that ends the connection is no answer either, whatever its number',
  lost,
  { message: 'Query execution was interrupted', errno: 1317, fatal: true },
  'Query execution was interrupted',
);

test('an interrupted statement is one that the server refused', t => {
  const error = serverError(label, thrown({ message: 'Query execution was interrupted', errno: 1317 }));
  t.true(isErrno(error, 1317));
});

test('what is no error is told too', t => {
  t.is(serverError(label, 'gone').message, `${label}: connection lost: gone`);
});

const unreachable = test.macro<[Thrown, message: string]>((t, what, message) => {
  const error = connectionFailed(label, thrown(what));
  t.is(error.message, `${label}: cannot connect: ${message}`);
  t.is(error.errno, null);
  t.regex(error.hint ?? '', /server runs/);
});

test(
  'a host without a server refuses',
  unreachable,
  { message: 'connect ECONNREFUSED 10.0.0.1:3306', code: 'ECONNREFUSED', errno: -111 },
  'connect ECONNREFUSED 10.0.0.1:3306',
);
test(
  'a name with several addresses has an error without a text',
  unreachable,
  { message: '', code: 'ECONNREFUSED' },
  'ECONNREFUSED',
);
test(
  'a name may be unknown',
  unreachable,
  { message: 'getaddrinfo ENOTFOUND db1', code: 'ENOTFOUND', errno: -3008 },
  'getaddrinfo ENOTFOUND db1',
);
test(
  'a network may swallow everything',
  unreachable,
  { message: 'connect ETIMEDOUT', code: 'ETIMEDOUT', fatal: true },
  'no answer in time',
);
test('an error may say nothing at all', unreachable, { message: '' }, 'no reason given');

test('a server that refuses the account has answered', t => {
  const error = connectionFailed(
    label,
    thrown({ message: "Access denied for user 'x'@'y' (using password: YES)", errno: 1045, fatal: true }),
  );
  t.true(isErrno(error, errno.accessDenied));
  t.false(isConnectionLost(error));
  t.is(error.message, `${label}: cannot connect: 1045 Access denied for user 'x'@'y' (using password: YES)`);
  t.regex(error.hint ?? '', /user and password .* TLS or a client certificate/u);
});

test('what a person does about a refused connection is told by its number', t => {
  const hintOf = (number: number) =>
    connectionFailed(label, thrown({ message: '', errno: number })).hint ?? '';
  t.regex(hintOf(1040), /max_connections/);
  t.regex(hintOf(1129), /FLUSH HOSTS.*host_cache/);
  t.regex(hintOf(1524), /caching_sha2_password/);
  t.regex(hintOf(3159), /`tls`/);
  t.is(hintOf(9999), '');
});

test('a statement has no advice about connecting, but for a password that ran out under it', t => {
  const hintOf = (number: number) => serverError(label, thrown({ message: '', errno: number })).hint;
  t.is(hintOf(1045), undefined);
  t.regex(hintOf(1820) ?? '', /new password/);
});

test('who gets no answer is told to look', t => {
  t.regex(serverError(label, thrown({ message: 'gone', fatal: true })).hint ?? '', /same command again/);
});

const secret = 'pa55-never-shown';

async function connectTo(port: number): Promise<ServerError> {
  const endpoint = { label, host: '127.0.0.1', port, user: 'x', password: secret };
  return openSession(endpoint).then(
    () => Promise.reject(new Error('nobody is there, and yet somebody answered')),
    (error: ServerError) => error,
  );
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Everything that could reach a person or a log. */
function everythingOf(error: Error): string {
  const cause = error.cause instanceof Error ? everythingOf(error.cause) : '';
  return [error.message, error.stack, JSON.stringify(error), cause].join('\n');
}

test('a closed port is told, without the password', async t => {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  const error = await connectTo(port);
  t.is(error.message, `${label}: cannot connect: connect ECONNREFUSED 127.0.0.1:${port}`);
  t.false(everythingOf(error).includes(secret));
});

test('a port where something hangs up is told, without the password', async t => {
  const server = createServer(socket => socket.destroy());
  t.teardown(() => server.close());
  const error = await connectTo(await listen(server));
  t.regex(error.message, /: cannot connect: (?:the server closed it|read ECONNRESET)$/);
  t.is(error.errno, null);
  t.false(everythingOf(error).includes(secret));
});

test('a port where something else speaks is told, without the password', async t => {
  const server = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  t.teardown(() => server.close());
  const error = await connectTo(await listen(server));
  t.regex(error.message, /: cannot connect: ./);
  t.false(everythingOf(error).includes(secret));
});

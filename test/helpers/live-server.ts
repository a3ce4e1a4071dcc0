/** One real server for a whole test file, with a database `app` on it: for what needs a server but no pair. */
import test from 'ava';
import { bringUpServer, type LocalServer } from '../../src/sandbox/bring-up-server.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { image } from './servers.js';

export type LiveServer = {
  readonly server: LocalServer;
  /** The administrator's session, in `app`. */
  readonly session: Session;
};

/** Call once at the top of a test file, with statements that fill `app`; the result is there in every test. */
export function liveServer(statements: readonly string[] = []): () => LiveServer {
  let live: LiveServer | undefined;
  test.before(async () => {
    const server = await bringUpServer(image);
    const session = await openSession(server.root);
    live = { server, session };
    for (const sql of ['CREATE DATABASE app', 'USE app', ...statements]) await session.send(sql);
  });
  test.after.always(async () => {
    await live?.session.close();
    await live?.server.down();
  });
  return () => {
    if (live === undefined) throw new Error('the server did not start');
    return live;
  };
}

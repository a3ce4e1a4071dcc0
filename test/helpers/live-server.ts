/** One real server for a whole test file, with a database `app` on it: for what needs a server but no pair. */
import { bringUpServer, type LocalServer } from '../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { shared } from './shared.js';

export type LiveServer = {
  readonly server: LocalServer;
  /** The administrator's session, in `app`. */
  readonly session: Session;
};

/**
 * Call once at the top of a test file, with statements that fill `app`; the result gives every test the same server
 * of its image, started when the first of them asks.
 */
export function liveServer(
  statements: (image: ServerImage) => readonly string[] = () => [],
): (image: ServerImage) => Promise<LiveServer> {
  return shared(async image => {
    const server = await bringUpServer(image);
    const session = await openSession(server.root);
    const end = async () => {
      await session.close();
      await server.down();
    };
    try {
      for (const sql of ['CREATE DATABASE app', 'USE app', ...statements(image)]) await session.send(sql);
      return { value: { server, session }, end };
    } catch (error) {
      await end();
      throw error;
    }
  });
}

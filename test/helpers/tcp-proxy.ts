/**
 * A wire to a server on loopback that can be led elsewhere, cut, or swallow everything without a word, and that can
 * lose the answer to a statement which the server has carried out.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';

export type TcpProxy = {
  readonly port: number;
  /** Where new connections lead from now on. Those that are there stay where they are. */
  lead(to: number): void;
  /** Nothing comes through any more, either way, on any connection; nobody is told. */
  swallow(): void;
  /** Nothing that clients send arrives any more; what the server sends does. */
  hush(): void;
  /** Every connection is reset, and so is each new one. */
  cut(): void;
  /** Everything comes through again; what was swallowed comes late, as TCP sends it again. */
  heal(): void;
  /**
   * The answer to the nth statement from now that matches never arrives, and its connection ends. Resolves to the
   * statement when that has happened.
   */
  loseAnswer(to: RegExp, nth?: number): Promise<string>;
  /** Told of every statement when it has been passed on. */
  watch(seen: (statement: string) => void): void;
  close(): void;
};

/** Gone when the test ends. */
export async function tcpProxy(t: ExecutionContext, to: number): Promise<TcpProxy> {
  const proxy = await openTcpProxy(to);
  t.teardown(() => proxy.close());
  return proxy;
}

type Mode = 'through' | 'silent' | 'cut';
type Loss = { readonly to: RegExp; left: number; readonly lost: (statement: string) => void };

/** Closed by whoever opens it. */
export async function openTcpProxy(to: number): Promise<TcpProxy> {
  let target = to;
  let mode = 'through' as Mode;
  let loss: Loss | null = null;
  let watcher: (statement: string) => void = () => undefined;
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  const orphans = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const forward = (from: Socket, other: Socket): void => {
    from.on('data', data => other.write(data));
    from.on('close', () => (mode === 'silent' ? orphans.add(other) : other.destroy()));
  };
  const server = createServer(client => {
    if (mode === 'cut') return client.on('error', () => undefined).destroy();
    clients.add(keep(client).on('close', () => clients.delete(client)));
    if (mode === 'silent') return orphans.add(client.pause());
    const upstream = keep(connect(target, '127.0.0.1'));
    client.on('data', data => {
      const statement = statementIn(data);
      if (loss === null || statement === null || !loss.to.test(statement) || --loss.left > 0) return;
      const { lost } = loss;
      loss = null;
      upstream.removeAllListeners('data').once('data', () => {
        for (const socket of [client, upstream]) socket.destroy();
        lost(statement);
      });
    });
    forward(client, upstream);
    forward(upstream, client);
    client.on('data', data => {
      const statement = statementIn(data);
      if (statement !== null) watcher(statement);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const end = (which: Iterable<Socket>): void => {
    for (const socket of which) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    lead: port => {
      target = port;
    },
    swallow: () => {
      mode = 'silent';
      for (const socket of sockets) socket.pause();
    },
    hush: () => {
      for (const client of clients) client.pause();
    },
    cut: () => {
      mode = 'cut';
      end(sockets);
    },
    heal: () => {
      mode = 'through';
      end(orphans);
      orphans.clear();
      for (const socket of sockets) socket.resume();
    },
    loseAnswer: (pattern, nth = 1) =>
      new Promise(lost => {
        loss = { to: pattern, left: nth, lost };
      }),
    watch: seen => {
      watcher = seen;
    },
    close: () => {
      end(sockets);
      server.close();
    },
  };
}

/**
 * The statement of a COM_QUERY that begins in this piece; without TLS and compression it can be read. To a server that
 * takes query attributes (MySQL), how many there are goes before the text: none, in one set.
 */
function statementIn(data: Buffer): string | null {
  if (data.length <= 7 || data[3] !== 0 || data[4] !== 3) return null;
  return data.toString('utf8', data[5] === 0 && data[6] === 1 ? 7 : 5);
}

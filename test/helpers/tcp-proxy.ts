/** A wire to a server on loopback that can be led elsewhere, or swallow everything without a word. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';

export type TcpProxy = {
  readonly port: number;
  /** Where new connections lead from now on. Those that are there stay where they are. */
  lead(to: number): void;
  /** Nothing comes through any more, either way, on any connection; nobody is told. */
  swallow(): void;
};

/** Gone when the test ends. */
export async function tcpProxy(t: ExecutionContext, to: number): Promise<TcpProxy> {
  let target = to;
  let silent = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const forward = (from: Socket, other: Socket): void => {
    from.on('data', data => silent || other.write(data));
    from.on('close', () => silent || other.destroy());
  };
  const server = createServer(client => {
    keep(client);
    if (silent) return;
    const upstream = keep(connect(target, '127.0.0.1'));
    forward(client, upstream);
    forward(upstream, client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    lead: port => {
      target = port;
    },
    swallow: () => {
      silent = true;
    },
  };
}

/** Wires between the command and the servers, and between the servers, that can be harmed. */
import { readFile, writeFile } from 'node:fs/promises';
import { otherSide, type Side, sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { withSession } from '../../../src/server/connection.js';
import { openTcpProxy, type TcpProxy } from '../tcp-proxy.js';

export type Wires = {
  /** By the server that they lead to. */
  readonly command: Readonly<Record<Side, TcpProxy>>;
  readonly replication: Readonly<Record<Side, TcpProxy>>;
  close(): void;
};

export async function openWires({ servers }: Sandbox): Promise<Wires> {
  const both = async () => ({
    a: await openTcpProxy(servers.a.port),
    b: await openTcpProxy(servers.b.port),
  });
  const wires = { command: await both(), replication: await both() };
  return {
    ...wires,
    close: () => {
      for (const side of sides)
        for (const { [side]: wire } of [wires.command, wires.replication]) wire.close();
    },
  };
}

/** Leads the command over the wires; applications are told the servers' own ports, as behind a bastion. */
export async function wireCommand({ configFile, servers }: Sandbox, { command }: Wires): Promise<void> {
  let text = await readFile(configFile, 'utf8');
  for (const side of sides) {
    const { host, port } = servers[side];
    text = text.replace(
      `port: ${port}`,
      `port: ${command[side].port}, application: { host: ${host}, port: ${port} }`,
    );
  }
  await writeFile(configFile, text);
}

/** Leads replication over the wires. */
export async function wireReplication(sandbox: Sandbox, { replication }: Wires): Promise<void> {
  for (const side of sides) {
    const { port } = replication[otherSide(side)];
    await withSession(await sandbox.endpoint(side, 'root'), async root => {
      const word = sandbox.image.startsWith('mysql') ? 'REPLICATION SOURCE' : 'MASTER';
      const key = word === 'MASTER' ? 'MASTER_PORT' : 'SOURCE_PORT';
      await root.send('STOP REPLICA');
      await root.send(`CHANGE ${word} TO ${key} = ${port}`);
      await root.send('START REPLICA');
    });
  }
}

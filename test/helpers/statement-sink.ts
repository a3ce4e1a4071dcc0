/**
 * A listener that speaks just enough of the client/server protocol to note what a client sends: it greets, lets
 * everybody in, and answers with OK. So the bytes of the real client are seen, and no server runs them.
 */
import { createServer, type Server, type Socket } from 'node:net';

export type StatementSink = {
  readonly port: number;
  /** Every statement in order, and `USE name` for a client's change of the default database. */
  readonly received: readonly string[];
  close(): Promise<void>;
};

export async function openStatementSink(): Promise<StatementSink> {
  const received: string[] = [];
  const server = createServer(socket => serve(socket, received));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, received, close: () => closed(server) };
}

const COMMANDS: Readonly<Record<number, (text: string) => string>> = {
  2: schema => `USE ${schema}`,
  3: statement => statement,
};

const USE = /^use `?([^\s`]+)`?$/i;

function serve(socket: Socket, received: string[]): void {
  let pending: Buffer = Buffer.alloc(0);
  let greeted = false;
  let schema: string | undefined;
  socket.write(packet(0, GREETING));
  socket.on('error', () => socket.destroy());
  socket.on('data', data => {
    pending = Buffer.concat([pending, data]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUIntLE(0, 3)) {
      const end = 4 + pending.readUIntLE(0, 3);
      const statement = greeted && COMMANDS[pending[4] ?? 0]?.(pending.toString('utf8', 5, end));
      if (typeof statement === 'string') received.push(statement);
      // MySQL's client asks the server where it got by a name in backticks, and chooses that once more.
      schema = (typeof statement === 'string' && USE.exec(statement)?.[1]) || schema;
      const answers = statement === 'SELECT DATABASE()' ? chosen(schema) : [OK];
      const first = (pending[3] ?? 0) + 1;
      socket.write(Buffer.concat(answers.map((payload, index) => packet(first + index, payload))));
      greeted = true;
      pending = pending.subarray(end);
    }
  });
}

function packet(sequence: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, payload]);
}

/** No rows affected, no insert id, autocommit, no warnings. */
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** One row with the name of the database or NULL; MySQL's client takes an answer without rows for a lost connection. */
function chosen(schema: string | undefined): readonly Buffer[] {
  const name = Buffer.from(schema ?? '');
  return [
    Buffer.from([1]),
    Buffer.from('\x03def\0\0\0\x0aDATABASE()\0\x0c\x2d\0\0\x01\0\0\xfd\0\0\x1f\0\0', 'latin1'),
    END,
    schema === undefined ? Buffer.from([0xfb]) : Buffer.concat([Buffer.from([name.length]), name]),
    END,
  ];
}

/** Of the columns, and of the rows. */
const END = Buffer.from([0xfe, 0, 0, 2, 0]);

/** Protocol 10 with 4.1 answers, utf8mb4, and a password scheme; the password is not looked at. */
const GREETING = Buffer.concat([
  Buffer.from('\x0a5.5.5-10.11.0-MariaDB\0\x01\0\0\0aaaaaaaa\0', 'latin1'),
  Buffer.from([0x09, 0xa2, 45, 0x02, 0x00, 0x09, 0x00, 21, ...Array(10).fill(0)]),
  Buffer.from('bbbbbbbbbbbb\0mysql_native_password\0', 'latin1'),
]);

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}

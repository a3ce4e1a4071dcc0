/** One real server for a whole test file, whose certificate is exchanged while it runs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpServer } from '../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../src/server/connection.js';
import type { Endpoint } from '../../src/server/endpoint.js';
import { type Certificate, makeAuthority } from './certificates.js';
import { shared } from './shared.js';

/** Who signs the certificates of the server; it trusts clients of this CA too. */
export const authority = makeAuthority('CA of the tests');

export type TlsServer = {
  /** Its administrator, without TLS. */
  readonly root: Endpoint;
  readonly session: Session;
  /**
   * Whoever connects from now on is shown this one. MySQL takes none that has expired or that its own CA has not signed
   * (9.7); the CA is that of the tests unless another is given.
   */
  show(certificate: Certificate, ca?: string): Promise<void>;
};

/** Call once at the top of a test file. */
export function tlsServer(): (image: ServerImage) => Promise<TlsServer> {
  return shared(async image => {
    const folder = await mkdtemp(join(tmpdir(), 'dbshift-tls-'));
    const file = (name: string) => join(folder, name);
    const write = async ({ cert, key }: Certificate, ca = authority.ca) => {
      await writeFile(file('ca.pem'), ca);
      await writeFile(file('cert.pem'), cert);
      await writeFile(file('key.pem'), key);
    };
    await write(authority.issue({ commonName: 'db1', names: ['127.0.0.1'] }));
    const options = { 'ssl-ca': file('ca.pem'), 'ssl-cert': file('cert.pem'), 'ssl-key': file('key.pem') };
    const server = await bringUpServer(image, options);
    const session = await openSession(server.root);
    const reload = image.flavor === 'mariadb' ? 'FLUSH SSL' : 'ALTER INSTANCE RELOAD TLS';
    const value = {
      root: server.root,
      session,
      show: async (certificate: Certificate, ca?: string) => {
        await write(certificate, ca);
        await session.send(reload);
      },
    };
    const end = async () => {
      await session.close();
      await server.down();
      await rm(folder, { recursive: true, force: true });
    };
    return { value, end };
  });
}

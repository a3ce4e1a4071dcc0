/** Everything that connecting to a server of the configuration takes: secrets and files are read as late as this. */
import type { ServerAccess } from '../config/config.js';
import { readPublicKey, readTlsFiles } from '../config/read-tls-files.js';
import { resolveSecret } from '../config/resolve-secret.js';
import type { Endpoint } from '../server/endpoint.js';

/** Throws ConfigError with the key of a secret or a file that cannot be read. */
export async function endpointOfServer(server: ServerAccess): Promise<Endpoint> {
  const { label, address, user, password, tls, serverPublicKey } = server;
  return {
    ...{ label, ...address, user },
    password: password === undefined ? '' : await resolveSecret(password),
    ...(tls === undefined ? {} : { tls: await readTlsFiles(tls) }),
    ...(serverPublicKey === undefined ? {} : { serverPublicKey: await readPublicKey(serverPublicKey) }),
  };
}

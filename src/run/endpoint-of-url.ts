/** The server of `workspace.url`, a secret that is read as late as possible. */
import type { Config } from '../config/config.js';
import { readTlsFiles } from '../config/read-tls-files.js';
import { resolveSecret } from '../config/resolve-secret.js';
import type { Endpoint } from '../server/endpoint.js';
import { parseWorkspaceUrl } from '../workspace/parse-workspace-url.js';

/** Null when the configuration names none. Throws ConfigError for what is no such URL. */
export async function endpointOfUrl({ workspace }: Config): Promise<Endpoint | null> {
  if (workspace === undefined) return null;
  const endpoint = parseWorkspaceUrl(await resolveSecret(workspace.url));
  return workspace.tls === undefined ? endpoint : { ...endpoint, tls: await readTlsFiles(workspace.tls) };
}

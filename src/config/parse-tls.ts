import type { FileRef, TlsConfig } from './config.js';
import type { ConfigSource } from './config-source.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { TlsInput } from './shape.js';

/** `key` is where the mapping stands. A certificate and its key are two halves: one alone is a problem. */
export function parseTls(
  input: TlsInput | undefined,
  key: string,
  { source, problems }: { readonly source: ConfigSource; readonly problems: Problems },
): TlsConfig | undefined {
  if (input === undefined) return undefined;
  const { ca, cert, serverName } = input;
  if ((cert === undefined) !== (input.key === undefined)) {
    const [missing, other] = cert === undefined ? ['cert', 'key'] : ['key', 'cert'];
    problems.add({ id: 'missing-key', where: `${key}.${missing}`, message: `is missing: ${other} is given` });
  }
  const file = (name: string, path: string): FileRef => ({
    path: resolvePath(source.folder, path),
    key: `${key}.${name}`,
  });
  return {
    ...(ca === undefined ? {} : { ca: file('ca', ca) }),
    ...(cert === undefined ? {} : { cert: file('cert', cert) }),
    ...(input.key === undefined ? {} : { key: file('key', input.key) }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

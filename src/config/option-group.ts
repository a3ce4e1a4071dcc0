/** What an option file adds to a server of the configuration. The password stays where it is. */
import { dirname } from 'node:path';
import type { FileRef, SecretRef, TlsConfig } from './config.js';
import type { ConfigSource } from './config-source.js';
import { optionsOf } from './option-file.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { AccessInput } from './shape.js';

/** Options that matter here; absent ones were not in the file. */
export type OptionGroup = {
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly password?: SecretRef;
  /** Present when the file asks for TLS in any way; its certificates are checked whatever the file says. */
  readonly tls?: TlsConfig;
  readonly serverPublicKey?: FileRef;
};

type Context = { readonly key: string; readonly source: ConfigSource; readonly problems: Problems };
type Options = ReadonlyMap<string, string>;

/** Empty when the server names no option file, or when it could not be used (then a problem says why). */
export function parseOptionGroup(input: AccessInput, { key, source, problems }: Context): OptionGroup {
  const { optionFile } = input;
  if (optionFile === undefined) {
    for (const name of ['group', 'groupSuffix'] as const) {
      if (input[name] === undefined) continue;
      problems.add({
        id: 'wrong-value',
        where: `${key}.${name}`,
        message: 'needs an optionFile to look into',
      });
    }
    return {};
  }
  const where = `${key}.optionFile`;
  const refuse = (message: string) => problems.add({ id: 'option-file', where, message });
  const path = resolvePath(source.folder, optionFile);
  const file = source.optionFiles?.get(path);
  if (file === undefined || 'unreadable' in file) {
    refuse(`${path} cannot be read: ${file?.unreadable ?? 'it was not looked at'}`);
    return {};
  }
  for (const finding of file.findings) problems.add(finding);
  const groups = groupsOf(input);
  const options = optionsOf(file, groups);
  if (options === null) refuse(`${path} has no group ${groups.map(name => `[${name}]`).join(' or ')}`);
  return options === null ? {} : readOptions(options, { key, path, groups, refuse });
}

/** As the clients do with --defaults-group-suffix. */
function groupsOf({ group = 'client', groupSuffix }: AccessInput): readonly string[] {
  return groupSuffix === undefined ? [group] : [group, `${group}${groupSuffix}`];
}

type Place = {
  readonly key: string;
  readonly path: string;
  readonly groups: readonly string[];
  readonly refuse: (message: string) => void;
};

function readOptions(options: Options, { key, path, groups, refuse }: Place): OptionGroup {
  const port = Number(options.get('port') ?? 3306);
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`${path}: port must be from 1 to 65535`);
  const password: SecretRef = { kind: 'option-file', path, groups, key: `${key}.password` };
  const file = (name: string) => fileOf(options, name, path);
  const [tls, serverPublicKey] = [readTls(options, file), file('server-public-key-path')];
  if (options.has('ssl-capath') && tls?.ca === undefined)
    refuse(`${path}: ssl-capath is not read; name one file with ssl-ca`);
  return {
    ...pick(options, ['host', 'socket', 'user']),
    ...(options.has('port') ? { port } : {}),
    ...(options.get('password') ? { password } : {}),
    ...(tls === undefined ? {} : { tls }),
    ...(serverPublicKey === undefined ? {} : { serverPublicKey }),
  };
}

/** A file that names certificates, or demands TLS, has it. What it says about checking them makes no difference. */
function readTls(options: Options, file: (name: string) => FileRef | undefined): TlsConfig | undefined {
  const [ca, cert, key] = [file('ssl-ca'), file('ssl-cert'), file('ssl-key')];
  const files = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  const demands =
    ['ssl', 'ssl-verify-server-cert'].some(name => isOn(options.get(name))) ||
    ['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'].includes(options.get('ssl-mode')?.toUpperCase() ?? '');
  return demands || Object.keys(files).length > 0 ? files : undefined;
}

/** A switch without a value is on. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && ['', '1', 'on', 'true'].includes(value.toLowerCase());
}

function fileOf(options: Options, name: string, file: string): FileRef | undefined {
  const path = options.get(name);
  return path ? { path: resolvePath(dirname(file), path), key: `${name} in ${file}` } : undefined;
}

function pick<Name extends string>(options: Options, names: readonly Name[]): Partial<Record<Name, string>> {
  const entries = names.flatMap(name => {
    const value = options.get(name);
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

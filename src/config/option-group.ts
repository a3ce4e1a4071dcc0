/** What an option file adds to a server of the configuration. The password stays where it is. */
import type { SecretRef } from './config.js';
import type { ConfigSource } from './config-source.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { AccessInput } from './shape.js';

/** Options of one group that matter here; absent ones were not in the file. */
export type OptionGroup = {
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly password?: SecretRef;
};

type Context = { readonly key: string; readonly source: ConfigSource; readonly problems: Problems };

/** Empty when the server names no option file, or when it could not be used (then a problem says why). */
export function parseOptionGroup(input: AccessInput, { key, source, problems }: Context): OptionGroup {
  const { optionFile, group: name = 'client' } = input;
  if (optionFile === undefined) {
    if (input.group !== undefined)
      problems.add({ id: 'wrong-value', where: `${key}.group`, message: 'needs an optionFile to look into' });
    return {};
  }
  const refuse = (message: string) =>
    problems.add({ id: 'option-file', where: `${key}.optionFile`, message });
  const path = resolvePath(source.folder, optionFile);
  const file = source.optionFiles?.get(path);
  if (file === undefined || 'unreadable' in file) {
    refuse(`${path} cannot be read: ${file?.unreadable ?? 'it was not looked at'}`);
    return {};
  }
  for (const finding of file.findings) problems.add(finding);
  const group = file.groups.get(name);
  if (group === undefined) refuse(`${path} has no group [${name}]`);
  const port = Number(group?.get('port') ?? 3306);
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`${path}: port must be from 1 to 65535`);
  const passwordRef: SecretRef = { kind: 'option-file', path, group: name, key: `${key}.password` };
  return {
    ...pick(group, ['host', 'socket', 'user']),
    ...(group?.has('port') ? { port } : {}),
    ...(group?.get('password') ? { password: passwordRef } : {}),
  };
}

function pick<Name extends string>(
  group: ReadonlyMap<string, string> | undefined,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const entries = names.flatMap(name => {
    const value = group?.get(name);
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

import type { ProgramsConfig } from './config.js';
import type { Problems } from './problems.js';
import type { ConfigInput } from './shape.js';

/** Whether the server knows mode, character set and collation is for the server to say. */
export function parsePrograms({ programs }: ConfigInput, problems: Problems): ProgramsConfig {
  if (programs === undefined || !problems.isSound('programs')) return {};
  const { definer, ...settings } = programs;
  return definer === undefined ? settings : { ...settings, definer: parseDefiner(definer, problems) };
}

/** A user name may hold an `@`, a host cannot; the server keeps hosts in lower case. */
function parseDefiner(definer: string, problems: Problems): string {
  const at = definer.lastIndexOf('@');
  if (at < 1 || at === definer.length - 1 || /['"`]/.test(definer)) {
    const message = 'must be user@host, without quotes';
    problems.add({ id: 'wrong-value', where: 'programs.definer', message });
  }
  return definer.slice(0, at) + definer.slice(at).toLowerCase();
}

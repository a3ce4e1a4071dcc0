/** The settings of `programs`, as far as no server is needed to judge them. */
import { openReader } from '../sql/reader.js';
import { tokenAt } from '../sql/token.js';
import type { ProgramsConfig } from './config.js';
import type { Problems } from './problems.js';
import type { ConfigInput } from './shape.js';

/** Whether the server knows mode, character set and collation is for the server to say. */
export function parsePrograms({ programs }: ConfigInput, problems: Problems): ProgramsConfig {
  if (programs === undefined || !problems.isSound('programs')) return {};
  const { definer, ...settings } = programs;
  return definer === undefined ? settings : { ...settings, definer: parseDefiner(definer, problems) };
}

/** As catalogs print it: without quotes. A user name may hold an `@`, a host cannot; servers keep hosts in lower case. */
function parseDefiner(definer: string, problems: Problems): string {
  const at = definer.lastIndexOf('@');
  const user = unquoted(definer.slice(0, Math.max(at, 0)));
  const host = unquoted(definer.slice(at + 1));
  if (user === '' || host === '') {
    const message = 'must be user@host, each with or without quotes';
    problems.add({ id: 'wrong-value', where: 'programs.definer', message });
  }
  return `${user}@${host.toLowerCase()}`;
}

/** Empty for a quote that is not closed, or stands elsewhere than around all of it. */
function unquoted(text: string): string {
  if (!/['"`]/.test(text)) return text;
  const { closed, end } = tokenAt(text, 0);
  const isQuoted = /^['"`]/.test(text) && closed && end === text.length;
  return isQuoted ? (openReader(text).name()?.name ?? '') : '';
}

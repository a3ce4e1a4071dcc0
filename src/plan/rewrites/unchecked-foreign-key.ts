/**
 * A foreign key acts on rows the moment it is there, so it must come on both sides in the order of the writes: direct.
 * With foreign_key_checks=0 the server does not read the rows for it; the key over its columns comes before.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import { readCreate } from '../way-back/read-create.js';
import type { Rewriter } from './rewriter.js';

export const uncheckedForeignKey: Rewriter = ({ sql, tables, before, after }) => {
  const [name = ''] = tables;
  const [old, now] = [before.tables[name], after.tables[name]];
  if (old === undefined || now === undefined) return [];
  const [was, is] = [readCreate(old), readCreate(now)];
  const known = new Set([...was.keys, ...was.foreignKeys].map(({ text }) => text));
  const links = is.foreignKeys.filter(({ text }) => !known.has(text));
  if (links.length === 0 || /foreign_key_checks/i.test(sql)) return [];
  const alter = `ALTER TABLE ${quoteIdentifier(name)}`;
  const keys = is.keys.filter(({ text }) => !known.has(text));
  return [
    {
      title: 'the foreign key directly, without reading the rows',
      note: `with foreign_key_checks=0 nobody looks whether rows of ${name} have their parent: look for those that have none before, because they stay`,
      apart: true,
      parts: [
        ...(keys.length === 0 ? [] : [[`${alter} ${keys.map(({ text }) => `ADD ${text}`).join(', ')}`]]),
        [
          'SET SESSION foreign_key_checks = 0',
          `${alter} ${links.map(({ text }) => `ADD ${text}`).join(', ')}`,
        ],
      ],
    },
  ];
};

/** What could be done instead of what is refused. Pure. */
import type { Plan } from '../plan.js';
import { describeRewrite } from '../rewrites/describe-rewrite.js';
import type { Rewrite } from '../rewrites/rewrite.js';
import { budgeted, firstLines } from './budgeted.js';
import { count, fenced, folded, inline } from './markup.js';

export function rewrites({ review }: Plan, bytes: number): string {
  const found = review?.rewrites ?? [];
  if (found.length === 0) return '';
  return budgeted(found.map(rewriteOf), {
    bytes,
    separator: '\n\n',
    left: left => `_${count(left, 'rewrite')} more: \`dbshift plan\` shows all_`,
  });
}

function rewriteOf(rewrite: Rewrite): string {
  const { title, note, parts } = describeRewrite(rewrite);
  const said = `**Instead of** ${inline(title, 700)}${note === null ? '' : `; ${inline(note, 600)}`}`;
  const texts = parts.map(part => `-- ${part.title.replace(/\s+/gu, ' ')}\n${part.sql}`);
  const body = firstLines(texts.join('\n\n'), 4000, left => `-- … ${count(left, 'more line')}`);
  return `${said}\n\n${folded(count(parts.length, 'file'), fenced('sql', body))}`;
}

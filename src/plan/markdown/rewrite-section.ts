/** What could be done instead of what is refused: told once for all migrations of which the same is true. Pure. */
import type { Plan } from '../plan.js';
import { describeRewrite } from '../rewrites/describe-rewrite.js';
import type { Rewrite } from '../rewrites/rewrite.js';
import { type Alike, alike } from './alike.js';
import { budgeted, firstLines } from './budgeted.js';
import { codes, count, fenced, folded, inline } from './markup.js';

const bytesForRewrites = 3000;

/** All of them by name; some names of each; as many as fit. Their SQL is among the details. */
export function rewrites({ review }: Plan): readonly string[] {
  const found = review?.rewrites ?? [];
  if (found.length === 0) return [];
  const groups = alike(found, ({ title, note }) => ({ texts: [title, note ?? ''], own: [] }));
  const intro = `**Instead**, proved on a copy, of ${count(found.length, 'refused migration')}:`;
  const left = (number: number) => `- _${number} more: \`dbshift plan\` shows all_`;
  const all = groups.map(group => saidOf(group, Number.POSITIVE_INFINITY));
  const some = groups.map(group => saidOf(group, 3));
  const few = budgeted(some, { bytes: bytesForRewrites, left });
  return [all.join('\n'), some.join('\n'), few].map(list => `${intro}\n\n${list}`);
}

function saidOf({ texts: [title = '', note = ''], items }: Alike<Rewrite>, most: number): string {
  const names = codes(
    items.map(({ migration }) => migration),
    most,
  );
  return `- ${names}: ${inline(title, 600)}${note === '' ? '' : `; ${inline(note, 600)}`}`;
}

/** The files to write, one fold for each refused migration. */
export function rewriteTexts({ review }: Plan): readonly string[] {
  return (review?.rewrites ?? []).map(rewrite => {
    const { parts } = describeRewrite(rewrite);
    const texts = parts.map(part => `-- ${part.title.replace(/\s+/gu, ' ')}\n${part.sql}`);
    const body = firstLines(texts.join('\n\n'), 4000, left => `-- … ${count(left, 'more line')}`);
    return folded(`Instead of ${rewrite.migration}: ${count(parts.length, 'file')}`, fenced('sql', body));
  });
}

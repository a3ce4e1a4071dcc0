/** What could be done instead of what is refused: told once for all migrations of which the same is true. Pure. */
import type { Plan } from '../plan.js';
import type { ReviewedStatement } from '../review.js';
import { describeRewrite } from '../rewrites/describe-rewrite.js';
import { type Alike, alike, type Said } from './alike.js';
import { budgeted, firstLines } from './budgeted.js';
import { codes, count, fenced, folded, inline } from './markup.js';

const bytesForRewrites = 3000;

/** What is offered, and what its authors must know, of all migrations by name; with some names; as many as fit. */
export function rewrites(plan: Plan): readonly string[] {
  const found = plan.review?.rewrites ?? [];
  if (found.length === 0) return [];
  const intro = `**Instead**, proved on a copy, of ${count(found.length, 'refused migration')}:`;
  const list = (most: number) => offers(plan).map(offer => itemOf(offer, most));
  const left = (number: number) => `- _${number} more: \`dbshift plan\` shows all_`;
  const few = budgeted(list(3), { bytes: bytesForRewrites, left });
  return [list(Number.POSITIVE_INFINITY).join('\n'), list(3).join('\n'), few].map(
    items => `${intro}\n\n${items}`,
  );
}

type Clause = { readonly text: string; readonly migration: string };

/** Titles and notes are sentences with semicolons between: what holds for the same migrations is told of them together. */
function offers({ review }: Plan): readonly Alike<Clause>[] {
  const clauses = (['title', 'note'] as const).flatMap(of =>
    (review?.rewrites ?? []).flatMap(rewrite =>
      (rewrite[of] ?? '').split('; ').map(text => ({ text, migration: rewrite.migration })),
    ),
  );
  const told = alike(
    clauses.filter(({ text }) => text !== ''),
    ({ text, migration }) => ({ texts: [text], own: ownOf(review?.statements ?? [], migration) }),
  );
  const together = alike(told, ({ items }) => ({ texts: namesOf(items), own: [] }));
  return together.map(({ items }) => ({
    texts: items.flatMap(({ texts }) => texts),
    items: items[0]?.items ?? [],
  }));
}

function namesOf(clauses: readonly Clause[]): readonly string[] {
  return [...new Set(clauses.map(({ migration }) => migration))];
}

function ownOf(statements: readonly ReviewedStatement[], migration: string): Said['own'] {
  const tables = statements.filter(one => one.migration === migration).flatMap(one => one.tables);
  return tables.map(table => [table, '‹table›']);
}

function itemOf({ texts, items }: Alike<Clause>, most: number): string {
  return `- ${inline(texts.join('; '), 1200)}<br>${codes(namesOf(items), most)}`;
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

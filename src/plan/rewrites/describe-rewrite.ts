/** A rewrite in lines for people, the same in a terminal and in a comment; how they are set is the renderer's. Pure. */
import type { Rewrite } from './rewrite.js';

export type DescribedRewrite = {
  /** `3_total.sql: …, in 2 migrations`. */
  readonly title: string;
  readonly note: string | null;
  readonly parts: readonly { readonly title: string /** With its semicolons. */; readonly sql: string }[];
};

export function describeRewrite({ migration, title, note, parts }: Rewrite): DescribedRewrite {
  const count = parts.length === 1 ? 'in 1 migration' : `in ${parts.length} migrations`;
  return {
    title: `${migration}: ${title}, ${count}`,
    note,
    parts: parts.map(({ sql, strategy, why }, index) => ({
      title: `${index + 1}. ${strategy}: ${why}`,
      sql: sql.map(text => `${text.trim().replace(/;$/, '')};`).join('\n'),
    })),
  };
}

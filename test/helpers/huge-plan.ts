/** Random plans as people write them, but far larger: hundreds of files, refusals and findings, in ordinary names. */
import fc from 'fast-check';
import type { Finding } from '../../src/errors.js';
import type { LintFinding } from '../../src/plan/lint/lint-finding.js';
import { refusalsOf } from '../../src/plan/lint/refusals-of.js';
import type { Plan } from '../../src/plan/plan.js';
import { largePlan } from './large-plan.js';

type Place = {
  readonly file: string;
  readonly line: number;
  readonly table: string;
  readonly column: string;
};

const fileName = (file: number) => `202603${String(file).padStart(3, '0')}_release.sql`;

/** Of few columns the same is said, of many something else each time. */
const anyPlaces = (most: number, columns: number): fc.Arbitrary<readonly Place[]> =>
  fc.array(
    fc.record({
      file: fc.nat({ max: 120 }).map(fileName),
      line: fc.integer({ min: 1, max: 40 }),
      table: fc.nat({ max: 900 }).map(table => `shop_table_${table}`),
      column: fc.nat({ max: columns }).map(column => `column_${column}`),
    }),
    { maxLength: most, size: 'max' },
  );

const anyWhy = fc.constantFrom(
  'row events are applied by position: values of the old column note would land in column',
  'a NULL that the application still writes would become 0 without a word in column',
  'it is missing, and what that means nobody has proved yet, so it counts as wrong: column',
);

const refusalOf = ({ file, line, table, column }: Place, [id, why]: readonly [string, string]): Finding => ({
  id,
  where: `migrations/${file}:${line}`,
  message: `${table}: ${why} ${column}`,
  hint: `${why}, so leave it`,
});

const lintOf = ({ file, line, table, column }: Place, severity: LintFinding['severity']): LintFinding => ({
  id: `${severity === 'error' ? 'drop' : 'breaks'}-column`,
  severity,
  file,
  line,
  subject: `${table}.${column}`,
  message: `column ${column} and its values go away`,
  why: 'nobody brings them back',
  hint: 'leave it',
  accepted: null,
});

/** Of everything up to some hundreds; refusals and lint as a plan has them, so that errors of lint refuse it. */
export const hugePlan: fc.Arbitrary<Plan> = fc
  .constantFrom(1, 30, 900)
  .chain(columns =>
    fc.record({
      refused: anyPlaces(700, columns),
      ids: fc.array(fc.tuple(fc.constantFrom('stops', 'silently-wrong', 'depends-on-data'), anyWhy), {
        minLength: 3,
        maxLength: 3,
      }),
      errors: anyPlaces(300, columns),
      warnings: anyPlaces(600, columns),
      notes: anyPlaces(600, columns),
      reviewed: fc.nat({ max: 300 }),
    }),
  )
  .map(({ refused, ids, errors, warnings, notes, reviewed }) => {
    const lint = [
      ...notes.map(place => lintOf(place, 'note')),
      ...errors.map(place => lintOf(place, 'error')),
      ...warnings.map(place => lintOf(place, 'warning')),
    ];
    const verdicts = refused.map((place, index) =>
      refusalOf(place, ids[index % ids.length] ?? ['stops', '']),
    );
    const { review } = largePlan;
    if (review === undefined) throw new Error('the large plan has a review');
    const files = Object.fromEntries(Array.from({ length: 121 }, (_, file) => [fileName(file), 'c']));
    return {
      ...largePlan,
      refusals: [...verdicts, ...refusalsOf(lint)],
      review: {
        ...review,
        parts: { ...review.parts, files },
        lint,
        statements: review.statements.slice(0, reviewed),
        rewrites: review.rewrites.slice(0, reviewed),
      },
    };
  });

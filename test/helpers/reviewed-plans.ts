/** Plans that say what they were made from. */
import { makeParts } from '../../src/plan/make-parts.js';
import type { Plan } from '../../src/plan/plan.js';
import type { ReviewedPlan } from '../../src/plan/reviewed-plan.js';
import { mixedPlan } from './sample-plans.js';

export const aSetting = { sql_mode: 'STRICT_TRANS_TABLES', binlog_row_image: 'FULL' };

/** With parts as a planner would make them of this plan on a pair. */
export function withParts(plan: Plan): ReviewedPlan {
  const files = plan.batches.flatMap(({ migrations }) => migrations);
  const parts = makeParts({
    ...plan,
    files,
    structure: plan.before,
    topology: {
      sides: ['server a (10.0.0.1:3306)', 'server b (10.0.0.2:3306)'],
      replicas: plan.replicas ?? [],
      events: plan.events ?? [],
    },
    versions: { a: '10.11.19-MariaDB-log', b: '10.11.19-MariaDB-log' },
    settings: aSetting,
  });
  return { ...plan, review: { parts, statements: [], tables: [], lint: [], numbers: null, rewrites: [] } };
}

const [first, ...rest] = mixedPlan.batches;

/** Everything that a run may act on, also what no plan has at once. */
const everything: Plan = {
  ...mixedPlan,
  replicas: ['b/10.0.0.5:3306', 'a/10.0.0.4:3306'],
  events: ['shop.nightly', 'shop.hourly'],
  batches: [
    ...rest,
    ...(first === undefined ? [] : [first]).map(batch => ({
      ...batch,
      oneLeg: true as const,
      migrations: batch.migrations.map(migration => ({
        ...migration,
        takesBack: ['001.sql', '002.sql'],
        givesBack: ['000.sql'],
        statements: migration.statements.map(statement => ({
          ...statement,
          copies: { table: 'orders', conversions: ['ALL_NON_LOSSY' as const] },
        })),
      })),
    })),
  ],
};

export const fullPlan: ReviewedPlan = withParts(everything);

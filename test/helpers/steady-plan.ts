/** A plan of a real pair without what differs from one machine, or one patch level of a server, to the next. */
import type { PlanNumbers, SideNumbers } from '../../src/plan/numbers/plan-numbers.js';
import type { Plan } from '../../src/plan/plan.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';

const tableBytes = 64_000_000;

export function steadyPlan(plan: Plan, { folder, servers }: Pick<Sandbox, 'folder' | 'servers'>): Plan {
  const text = JSON.stringify(withFixedNumbers(plan))
    .replaceAll(`${folder}/`, '')
    .replaceAll(`:${servers.a.port}`, ':3306')
    .replaceAll(`:${servers.b.port}`, ':3307')
    .replace(/\b[0-9a-f]{64}\b/gu, hash => (hash === plan.fingerprint ? 'f'.repeat(64) : '0'.repeat(64)))
    .replace(/\d+(?:\.\d+)? (?:kB|MB|GB|TB)/gu, '64 MB')
    .replace(/about [\d.]+ (?:ms|s|min)\b/gu, 'about 3 s');
  const steady = JSON.parse(text) as Plan;
  return steady.review === undefined ? steady : { ...steady, review: { ...steady.review, parts: noParts } };
}

/** What a plan was made from is hashes and versions: those who compare plans test it. */
const noParts = {
  files: {},
  statements: '',
  schema: '',
  objects: {},
  topology: null,
  versions: {},
  settings: {},
};

/** Which there are, and from where, is kept. */
function withFixedNumbers(plan: Plan): Plan {
  const { review } = plan;
  if (review === undefined || review.numbers === null) return plan;
  const { tables, batches, writePauseLimitMs } = review.numbers;
  const side = ({ ms, diskBytes }: SideNumbers): SideNumbers => ({
    ms: fixed(ms, 60_000),
    diskBytes: diskBytes === 0 ? 0 : tableBytes,
    binlogBytes: null,
  });
  const numbers: PlanNumbers = {
    tables: tables.map(({ table }) => ({ table, rows: 1_000_000, bytes: tableBytes })),
    batches: batches.map(batch => ({
      ...batch,
      sides: { a: side(batch.sides.a), b: side(batch.sides.b) },
      withoutSpareMs: fixed(batch.withoutSpareMs, 120_000),
    })),
    writePauseLimitMs,
  };
  return { ...plan, review: { ...review, numbers } };
}

function fixed(ms: number | null, value: number): number | null {
  return ms === null || ms === 0 ? ms : value;
}

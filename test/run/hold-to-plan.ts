import test from 'ava';
import { eventLines } from '../../src/cli/render/event-lines.js';
import { RefusedError } from '../../src/errors.js';
import type { MigrationFile } from '../../src/migrate/files.js';
import type { Intent } from '../../src/pair/facts.js';
import type { Plan } from '../../src/plan/plan.js';
import { demandReviewed, holdOpenRun, holdToPlan } from '../../src/run/hold-to-plan.js';
import { withParts } from '../helpers/reviewed-plans.js';
import { mixedPlan, refusedPlan } from '../helpers/sample-plans.js';

const reviewed = withParts(mixedPlan);

const [first, ...rest] = mixedPlan.batches;
const shorter = withParts({ ...mixedPlan, batches: rest });
const grown: Plan = withParts({
  ...mixedPlan,
  fingerprint: 'another one, because the reason tells the size',
  batches: [...(first === undefined ? [] : [{ ...first, why: 'COPY of orders, 1300.0 MB' }]), ...rest],
});

const files: readonly MigrationFile[] = mixedPlan.batches
  .flatMap(({ migrations }) => migrations)
  .map(({ name, kind, checksum }) => ({ name, kind, checksum, path: name }));

const openRun = (plan: Plan | null): Intent => ({
  ...{ runId: '20260301T120000Z-7f3a', epoch: 1, goal: 'migrate', plan, wantActive: null },
  ...{ pauseAt: 'never', startedAt: 0, sqlMode: '', knexId: 1, knexBatch: 1, replicas: [] },
});

test('a plan that does the same holds, also when its tables have grown since', t => {
  const event = holdToPlan(reviewed, grown);
  t.like(event, { outcome: 'holds', fingerprint: reviewed.fingerprint, lacking: [] });
  t.deepEqual(eventLines(event), [
    'the reviewed plan 3f9ac41be0d2 is what would be run now: the same files, statements, schema, topology, versions, settings',
  ]);
});

test('another plan is refused, each thing that moved with its part and a diff', t => {
  const { findings } = t.throws(() => holdToPlan(reviewed, shorter), { instanceOf: RefusedError }) ?? {};
  t.deepEqual(
    findings?.map(({ id, where }) => [id, where]),
    [
      ['moved-files', 'files'],
      ['moved-files', 'files'],
      ['moved-statements', 'statements'],
    ],
  );
  t.regex(
    findings?.[0]?.message ?? '',
    /^20260301_bigint_ids\.sql: gone\n@@.*\n-20260301_bigint_ids\.sql c1$/u,
  );
});

test('refusals of now come first, and beside them only what may have caused them', t => {
  const now = withParts({ ...refusedPlan, before: { tables: {}, others: {} } });
  const { findings } = t.throws(() => holdToPlan(reviewed, now), { instanceOf: RefusedError }) ?? {};
  t.deepEqual(
    findings?.map(({ id }) => id),
    [...refusedPlan.refusals.map(({ id }) => id), 'moved-schema'],
  );
});

test('a plan that is refused, says nothing of its parts or was edited is never run', t => {
  t.is(demandReviewed(reviewed), reviewed);
  t.throws(() => demandReviewed(withParts(refusedPlan)), { message: /is itself refused$/u });
  t.throws(() => demandReviewed(mixedPlan), { message: /does not say what it was made from$/u });
  const edited = { ...reviewed, batches: rest };
  t.throws(() => demandReviewed(edited), { message: /changed after it was made: statements$/u });
});

test('an open run goes on under the plan that it was opened with', t => {
  const event = holdOpenRun(reviewed, openRun(grown), files);
  t.is(event.outcome, 'open');
  t.regex(eventLines(event)[0] ?? '', /is that of the open run/u);
});

test('an open run of another plan, of none, or whose files changed is refused as it is', t => {
  const refuse = (plan: Plan | null, now = files) =>
    t.throws<RefusedError>(() => holdOpenRun(reviewed, openRun(plan), now), {
      message: /is open, and is not what was reviewed$/u,
    });
  refuse(shorter);
  refuse(null);
  refuse(mixedPlan);
  const edited = files.map((file, index) => (index === 0 ? { ...file, checksum: 'c9' } : file));
  t.like(refuse(grown, edited)?.findings, {
    0: { where: 'files', message: '20260301_bigint_ids.sql: changed' },
  });
});

test('what was not compared is told, and a plan that is done says so', t => {
  const reviewedEvent = { type: 'reviewed', fingerprint: '3f9ac41be0d27781' } as const;
  t.deepEqual(
    eventLines({ ...reviewedEvent, outcome: 'holds', compared: ['files', 'schema'], lacking: ['topology'] }),
    [
      'the reviewed plan 3f9ac41be0d2 is what would be run now: the same files, schema',
      'not compared, the reviewed plan does not have it: topology',
    ],
  );
  t.deepEqual(eventLines({ ...reviewedEvent, outcome: 'done', compared: [], lacking: [] }), [
    'the reviewed plan 3f9ac41be0d2 is done: all its migrations are recorded on both sides',
  ]);
});

/** Workflow commands of GitHub: what the runner reads back is what was said, at the place that was meant. */
import test from 'ava';
import fc from 'fast-check';
import { annotations } from '../../../src/cli/render/annotations.js';
import { describeLint } from '../../../src/plan/lint/describe-lint.js';
import type { LintFinding } from '../../../src/plan/lint/lint-finding.js';
import type { Plan } from '../../../src/plan/plan.js';
import { anyPlan } from '../../helpers/any-plan.js';
import { cases } from '../../helpers/arbitraries.js';
import { emptyPlan, mixedPlan, refusedPlan } from '../../helpers/sample-plans.js';

const places = { pathOf: (file: string) => (file.startsWith('/') ? null : file) };

const finding: LintFinding = {
  id: 'drops-column',
  severity: 'warning',
  file: '1.sql',
  line: 3,
  subject: 'orders.note',
  message: '100% of it is lost: all, really',
  why: 'nothing brings it back',
  hint: 'keep it',
  accepted: null,
};

const withLint = (...lint: readonly LintFinding[]): Plan => ({
  ...mixedPlan,
  review: {
    parts: { files: {}, statements: '', schema: '', objects: {}, topology: null, versions: {}, settings: {} },
    statements: [],
    tables: [],
    lint,
    numbers: null,
    rewrites: [],
  },
});

test('a refusal is an error at its file and line, that of a script at its file', t => {
  const [first, second, summary] = annotations(refusedPlan, places);
  t.regex(
    first ?? '',
    /^::error file=migrations\/20260305_reorder\.sql,line=2,title=dbshift%3A silently-wrong::orders: /u,
  );
  t.regex(
    second ?? '',
    /^::error file=migrations\/20260306_mixed\.js,title=dbshift%3A structure-and-rows::/u,
  );
  t.is(summary, '::notice title=dbshift plan::refused, for 2 reasons');
});

test('a plan with nothing to say says what comes out', t => {
  t.deepEqual(annotations(emptyPlan, places), ['::notice title=dbshift plan::nothing to do']);
});

test('lint is told by its severity, and what is accepted as a notice with the reason', t => {
  const levels = (['error', 'warning', 'note'] as const).map(
    severity => annotations(withLint({ ...finding, severity }), places)[0]?.split(' ')[0],
  );
  t.deepEqual(levels, ['::error', '::warning', '::notice']);
  const [accepted = ''] = annotations(
    withLint({ ...finding, severity: 'error', accepted: 'agreed' }),
    places,
  );
  t.regex(accepted, /^::notice .*accepted: agreed$/u);
});

test('an entry of the configuration is in no file of the pull request, and is named in the message', t => {
  const [unused] = annotations(withLint({ ...finding, severity: 'note', file: 'lint.accept[0]' }), places);
  t.regex(unused ?? '', /^::notice title=dbshift%3A drops-column::lint\.accept\[0\]: orders\.note: /u);
});

test('percent signs and line ends are escaped, and in properties colons and commas', t => {
  const [line] = annotations(withLint({ ...finding, file: 'a,b:c.sql' }), places);
  t.is(
    line,
    '::warning file=a%2Cb%3Ac.sql,line=3,title=dbshift%3A drops-column::orders.note: 100%25 of it is lost: all, really%0Anothing brings it back; keep it',
  );
});

test('the lines of a script are not known: it is annotated without one', t => {
  const [line = ''] = annotations(withLint({ ...finding, file: '1.js' }), places);
  t.regex(line, /^::warning file=1\.js,title=/u);
});

test('an error of lint that refuses the plan is told once', t => {
  const error = { ...finding, severity: 'error' as const };
  const refusal = { id: error.id, where: describeLint(error).place, message: 'the same' };
  t.is(annotations({ ...withLint(error), refusals: [refusal] }, places).length, 2);
});

test('a file outside of the repository has no place there', t => {
  const refusals = [{ id: 'x', where: '/etc/1.sql:1', message: 'm' }];
  t.is(annotations({ ...refusedPlan, refusals }, places)[0], '::error title=dbshift%3A x::m');
});

test('whatever is said stays in one line, and is read back as it was', t => {
  fc.assert(
    fc.property(anyPlan, plan => {
      const bare = { ...plan, review: undefined } as unknown as Plan;
      const lines = annotations(bare, { pathOf: file => file });
      for (const line of lines) t.notRegex(line, /[\r\n]/u);
      t.deepEqual(
        lines
          .slice(0, -1)
          .map(line =>
            unescaped(line.split('::')[2] === undefined ? '' : line.slice(line.indexOf('::', 2) + 2)),
          ),
        plan.refusals.map(({ message, hint }) => (hint === undefined ? message : `${message}\n${hint}`)),
      );
    }),
    cases(100),
  );
});

/** As the runner does. */
function unescaped(text: string): string {
  return text.replace(/%0D/gu, '\r').replace(/%0A/gu, '\n').replace(/%25/gu, '%');
}

/** From what was seen to findings: places in the file, acceptances, order. */
import test from 'ava';
import type { LintAcceptance } from '../../../src/plan/lint/acceptance.js';
import { findingsOf, judgeProgram, unusedAmong } from '../../../src/programs/lint/judge-programs.js';
import { foldedRefusals, foldedWarnings, lintRefusals } from '../../../src/programs/lint/lint-refusals.js';
import { linted } from '../../helpers/lint/read.js';
import { lint, step, tried } from '../../helpers/linted.js';
import { structure } from '../../helpers/structures.js';

const text = 'CREATE PROCEDURE p(ip INT)\nBEGIN\n  DELETE FROM t WHERE ip = 1;\nEND';
const accepting = (entry: Partial<LintAcceptance>): LintAcceptance => ({
  ...{ id: 'shadowed-column', reason: 'so it is', where: 'lint.accept[0]' },
  ...entry,
});

const found = (accept: readonly LintAcceptance[] = []) => findingsOf(judgeProgram(linted({ text })), accept);

test('a finding has its place in the file, of which the program is a part', t => {
  const program = linted({ text });
  const wanted = { ...program.wanted, line: 5, column: 3 };
  const places = findingsOf(judgeProgram({ ...program, wanted }), []).map(({ id, line, column }) => [
    id,
    line,
    column,
  ]);
  t.deepEqual(places, [
    ['security-unstated', 5, 20],
    ['shadowed-column', 7, 23],
  ]);
});

test('an error refuses until it is accepted, by file, program and variable', t => {
  t.deepEqual(
    lintRefusals(found()).map(({ id, where }) => [id, where]),
    [['shadowed-column', 'a.sql:3:23']],
  );
  for (const entry of [{}, { in: '*.sql' }, { subject: 'p.*' }, { subject: 'p.ip', in: 'a.sql' }])
    t.deepEqual(lintRefusals(found([accepting(entry)])), [], JSON.stringify(entry));
  for (const entry of [{ id: 'unknown-column' }, { in: 'b.sql' }, { subject: 'p' }])
    t.is(lintRefusals(found([accepting(entry)])).length, 1, JSON.stringify(entry));
});

test('the refusal shows the line of configuration that accepts it', t => {
  const [refusal] = lintRefusals(found());
  t.true(
    refusal?.hint?.endsWith(
      'lint: { accept: [{ id: shadowed-column, in: a.sql, subject: p.ip, reason: "…" }] }',
    ),
    refusal?.hint,
  );
});

test('a warning refuses nothing, and is shown until it is accepted', t => {
  t.deepEqual(
    foldedWarnings(found()).map(({ id }) => id),
    ['security-unstated'],
  );
  t.deepEqual(foldedWarnings(found([accepting({ id: 'security-unstated' })])), []);
});

test('what is alike of many programs is told once, with the place of each', t => {
  const findings = findingsOf(
    Array.from({ length: 13 }, (_, index) => {
      const program = linted({ text: `CREATE PROCEDURE p${index}() SELECT 1` });
      return judgeProgram({
        ...program,
        wanted: { ...program.wanted, name: `p${index}`, line: index + 1, definer: null },
      });
    }).flat(),
    [],
  );
  const [refusal, ...others] = foldedRefusals(findings);
  t.deepEqual(others, []);
  t.is(lintRefusals(findings).length, 13);
  t.like(refusal, { id: 'definer-unstated', where: 'a.sql:1:18' });
  t.regex(
    refusal?.message ?? '',
    /^p0: neither .*\nthe same of 12 others: p1 \(a\.sql:2:18\), .*, p10 \(a\.sql:11:18\), and 2 more$/u,
  );
  t.regex(refusal?.hint ?? '', /; or accept each in the configuration: .* subject: p0,/u);
  t.deepEqual(
    foldedWarnings(findings.slice(0, 4)).map(({ id, message }) => [id, message.split('\n')[1]]),
    [['security-unstated', 'the same of p1 (a.sql:2:18)']],
  );
});

test('an acceptance that accepts nothing is told by the lint that it is of, and by no other', t => {
  const programs = accepting({ subject: 'other.ip' });
  const plans = accepting({ id: 'drop-column' });
  const told = unusedAmong(found([programs, plans]), [programs, plans]);
  t.deepEqual(
    told.map(({ id, subject }) => [id, subject]),
    [['acceptance-unused', 'other.ip']],
  );
  const before = structure();
  const planned = lint([tried([step('CREATE TABLE x (id INT PRIMARY KEY)', before)], { before })], {
    accept: [programs, plans],
  });
  t.deepEqual(
    planned.filter(({ id }) => id === 'acceptance-unused').map(({ message }) => message),
    ['accepts drop-column, of which nothing is found here any more'],
  );
});

import test from 'ava';
import type { Definition } from '../../src/programs/program.js';
import { unlikeSides } from '../../src/programs/unlike-sides.js';
import { procedure } from '../helpers/definitions.js';

const change = (before: Definition | null, after: Definition | null) => ({
  kind: 'procedure' as const,
  name: 'p',
  before,
  after,
});
const [one, other] = [procedure('p', 'SELECT 1'), procedure('p', 'SELECT 2')];

test('what both sides have alike is no finding', t => {
  t.deepEqual(unlikeSides({ a: [change(one, other)], b: [change(one, other)] }), []);
});

test('a program that files have is made alike by a deploy of it', t => {
  const [finding] = unlikeSides({ a: [change(one, other)], b: [change(null, other)] });
  t.like(finding, { id: 'programs-differ', where: 'procedure p' });
  t.regex(finding?.hint ?? '', /^`dbshift procs deploy procedure:p` without --via-flip/u);
});

test('a program that no file has needs --prune, or a file', t => {
  const [finding, ...more] = unlikeSides({ a: [], b: [change(one, null)] });
  t.deepEqual(more, []);
  t.regex(
    finding?.hint ?? '',
    /`dbshift procs deploy --prune procedure:p`.*`dbshift procs pull procedure:p`/u,
  );
});

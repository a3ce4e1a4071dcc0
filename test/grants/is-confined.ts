import test from 'ava';
import { isConfined } from '../../src/grants/is-confined.js';
import { parseGrants } from '../../src/grants/parse-grants.js';

const confined = (...lines: readonly string[]) =>
  isConfined(parseGrants(lines.map(line => `${line} TO \`w\`@\`%\``)), name => name === 'a_b');

test('rights on its own schemas alone confine an account', t => {
  t.true(confined('GRANT USAGE ON *.*', 'GRANT SELECT, DROP ON `a\\_b`.*'));
  t.true(confined('GRANT ALL PRIVILEGES ON `a_b`.*'));
});

test('one right anywhere else does not', t => {
  t.false(confined('GRANT USAGE ON *.*', 'GRANT SELECT ON `a\\_b`.*', 'GRANT SELECT ON `other`.*'));
  t.false(confined('GRANT PROCESS ON *.*', 'GRANT SELECT ON `a\\_b`.*'));
  t.false(confined('GRANT SELECT (id) ON `other`.`t`'));
  t.false(confined('GRANT USAGE ON *.*', 'GRANT `admin`@`%`'));
  t.false(confined('GRANT SELECT ON `a%`.*'));
});

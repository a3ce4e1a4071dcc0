/** Programs that an account could not make again. */
import test from 'ava';
import { parseGrants } from '../../src/grants/parse-grants.js';
import type { Definition } from '../../src/programs/program.js';
import { unmakeable } from '../../src/programs/unmakeable.js';

const of = (definer: string): Definition => ({
  ...{ kind: 'trigger', name: `of_${definer.slice(0, 4)}`, create: 'CREATE TRIGGER …', definer },
  settings: { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
});

const facts = (...grants: readonly string[]) => ({
  ...{ label: 'server a', own: 'dbshift@%', systemUsers: new Set(['root@localhost']) },
  accounts: new Set(['root@localhost', 'app@%', 'dbshift@%']),
  holder: {
    ...parseGrants(grants.map(name => `GRANT ${name} ON *.* TO \`dbshift\`@\`%\``)),
    literalNames: false,
  },
});

const all = [of('root@localhost'), of('gone@%'), of('app@%'), of('dbshift@%'), of('')];
const titles = (...grants: readonly string[]) =>
  unmakeable(all, facts(...grants)).map(({ message }) => message.split(': ').at(-1));

test('a definer with SYSTEM_USER, or one that is not there, takes a privilege each', t => {
  t.deepEqual(titles(), ['trigger of_root', 'trigger of_gone']);
  t.deepEqual(titles('SYSTEM_USER'), ['trigger of_gone']);
  t.deepEqual(titles('ALLOW_NONEXISTENT_DEFINER'), ['trigger of_root']);
  t.deepEqual(titles('SET_USER_ID'), ['trigger of_root'], 'as releases before 8.4 call it');
  t.deepEqual(titles('SYSTEM_USER, ALLOW_NONEXISTENT_DEFINER'), []);
});

test('a program counts once, however many of its texts belong to the account', t => {
  t.is(unmakeable([of('gone@%'), of('gone@%')], facts())[0]?.message.match(/of_gone/g)?.length, 1);
});

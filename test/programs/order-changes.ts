/** What a deploy does, from what differs on each side. */
import test from 'ava';
import { orderChanges } from '../../src/programs/order-changes.js';
import type { Definition } from '../../src/programs/program.js';
import { withFollows } from '../../src/programs/trigger-order.js';
import { trigger } from '../helpers/trigger-server.js';

const program = (name: string, n: number, definer = 'd@h'): Definition => ({
  ...{ kind: 'procedure', name, create: `CREATE PROCEDURE ${name}() SELECT ${n}`, definer },
  settings: { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
});

const id = (name: string) => ({ kind: 'procedure', name }) as const;
const grants = { a: [], b: [] };

test('the passive is to be as the active has it where that is as wanted, with the same definer', t => {
  const [upper, lower] = [program('p', 2), program('p', 1, 'other@h')];
  const ordered = orderChanges({
    ...{ active: 'a', grants, deployed: { a: [upper], b: [lower] } },
    changes: { a: [], b: [{ ...id('p'), before: lower, after: program('p', 2, 'other@h') }] },
    owner: 'dbshift@%',
    places: new Map([['procedure:p', 'p.sql:1']]),
  });
  t.deepEqual(ordered, [
    { ...id('p'), after: upper, where: 'p.sql:1', before: { a: upper, b: lower }, grants },
  ]);
});

test('what differs on both is in it once, as the active is to have it', t => {
  const wanted = program('p', 2);
  const changes = [{ ...id('p'), before: null, after: wanted }];
  const ordered = orderChanges({
    ...{
      active: 'b',
      grants,
      deployed: { a: [program('p', 3)], b: [] },
      owner: 'dbshift@%',
      places: new Map(),
    },
    changes: { a: [{ ...id('p'), before: program('p', 3), after: wanted }], b: changes },
  });
  t.deepEqual(
    ordered.map(({ before, after }) => [before.a?.create, before.b, after]),
    [[program('p', 3).create, null, wanted]],
  );
});

test('each program has the grants on it, of each side', t => {
  const grant = { ...id('P'), account: 'x@%', privileges: ['EXECUTE'] };
  const [one] = orderChanges({
    ...{ active: 'a', deployed: { a: [], b: [] }, owner: 'dbshift@%', places: new Map() },
    changes: { a: [{ ...id('p'), before: null, after: program('p', 1) }], b: [] },
    grants: { a: [grant, { ...grant, name: 'q' }], b: [] },
  });
  t.deepEqual(one?.grants, { a: [grant], b: [] });
});

test('a trigger is recorded with the one that it follows when all of it is done', t => {
  const found = ['t1', 't2'].map((name, at, all) => withFollows(trigger(name), all[at - 1] ?? null));
  const wanted = [withFollows(trigger('t2'), null), withFollows(trigger('t1'), 't2')];
  const changes = (name: string) =>
    wanted
      .filter(one => one.name === name)
      .map(after => ({ kind: 'trigger', name, before: null, after }) as const);
  const ordered = orderChanges({
    ...{ active: 'a', grants, deployed: { a: found, b: wanted }, owner: 'dbshift@%', places: new Map() },
    changes: { a: changes('t2'), b: changes('t1') },
  });
  t.deepEqual(
    ordered.map(({ after }) => after),
    wanted,
  );
});

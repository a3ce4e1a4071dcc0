/** Grants on single programs, as they are given back. */

import test from 'ava';
import fc from 'fast-check';
import {
  commonGrants,
  grantsDropped,
  grantText,
  missingGrants,
  type RoutineGrant,
  uniteGrants,
} from '../../src/programs/routine-grant.js';

const grant = (privileges: readonly string[], account = 'clerk@%'): RoutineGrant => ({
  ...{ kind: 'procedure', name: 'hello', account },
  privileges,
});

test('a grant names what it gives, and the right to pass it on behind the account', t => {
  t.is(
    grantText(grant(['EXECUTE', 'GRANT OPTION']), 'app'),
    'GRANT EXECUTE ON PROCEDURE `app`.`hello` TO `clerk`@`%` WITH GRANT OPTION',
  );
  t.is(
    grantText(grant(['GRANT OPTION'], "o'neil@h"), 'app'),
    "GRANT USAGE ON PROCEDURE `app`.`hello` TO `o'neil`@`h` WITH GRANT OPTION",
  );
});

test('a role of MariaDB has no host', t => {
  t.is(
    grantText(grant(['EXECUTE'], 'clerks@'), 'app'),
    'GRANT EXECUTE ON PROCEDURE `app`.`hello` TO `clerks`',
  );
});

const everyPrivilege = ['ALTER ROUTINE', 'EXECUTE', 'GRANT OPTION'];

const grants = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('procedure' as const, 'function' as const),
    name: fc.constantFrom('p', 'q'),
    account: fc.constantFrom('x@%', 'y@%'),
    privileges: fc.subarray(everyPrivilege, { minLength: 1 }),
  }),
  { selector: ({ kind, name, account }) => `${kind} ${name} ${account}` },
);

/** One line for each privilege of each account. */
const singly = (all: readonly RoutineGrant[]): readonly string[] =>
  all
    .flatMap(({ kind, name, account, privileges }) =>
      privileges.map(privilege => [kind, name, account, privilege].join(' ')),
    )
    .sort();

test('what is missing and what is common make up the whole; more than what is wanted does no harm', t => {
  fc.assert(
    fc.property(grants, grants, (wanted, found) => {
      const missing = missingGrants(wanted, found);
      const common = commonGrants(wanted, found);
      const there = new Set(singly(found));
      t.deepEqual([...singly(missing), ...singly(common)].sort(), singly(wanted));
      t.false(singly(missing).some(one => there.has(one)));
      t.true(singly(common).every(one => there.has(one)));
      t.deepEqual(missingGrants(wanted, uniteGrants([...wanted, ...found])), []);
    }),
  );
});

test('grants that are united name each account once for a routine, with all that any of them has', t => {
  fc.assert(
    fc.property(grants, grants, (one, other) => {
      const united = uniteGrants([...one, ...other]);
      t.deepEqual(singly(united), [...new Set([...singly(one), ...singly(other)])].sort());
      t.deepEqual(uniteGrants(united), united);
    }),
  );
});

test('a grant went with a DROP where its routine is missing, or was made since, or nobody knows when', t => {
  const recorded = { ...grant(['EXECUTE']), made: 100 };
  const { made: _, ...unknown } = recorded;
  t.deepEqual(grantsDropped([recorded], new Map()), [recorded]);
  t.deepEqual(grantsDropped([recorded], new Map([['procedure:hello', 101]])), [recorded]);
  t.deepEqual(grantsDropped([recorded], new Map([['procedure:hello', 100]])), []);
  t.deepEqual(grantsDropped([unknown], new Map([['procedure:hello', 100]])), [unknown]);
});

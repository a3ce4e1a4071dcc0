/** Grants on single programs, as they are given back. */

import test from 'ava';
import fc from 'fast-check';
import { grantText, missingGrants, type RoutineGrant } from '../../src/programs/routine-grant.js';

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

test('what is missing is what is not there, or is there with other privileges', t => {
  const grants = fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('procedure' as const, 'function' as const),
      name: fc.constantFrom('p', 'q'),
      account: fc.constantFrom('x@%', 'y@%'),
      privileges: fc.subarray(['ALTER ROUTINE', 'EXECUTE'], { minLength: 1 }),
    }),
    { selector: ({ kind, name, account }) => `${kind} ${name} ${account}` },
  );
  fc.assert(
    fc.property(grants, grants, (wanted, found) => {
      const missing = missingGrants(wanted, found);
      const there = found.map(one => JSON.stringify(one));
      return (
        wanted.every(one => missing.includes(one) !== there.includes(JSON.stringify(one))) &&
        missingGrants(wanted, wanted).length === 0
      );
    }),
  );
  t.pass();
});

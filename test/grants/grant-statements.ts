import test from 'ava';
import { dbshiftPrivileges } from '../../src/grants/dbshift-privileges.js';
import { describePlace, grantStatements } from '../../src/grants/grant-statements.js';
import { isGranted } from '../../src/grants/is-granted.js';
import { parseGrants } from '../../src/grants/parse-grants.js';
import { flavorNames } from '../helpers/flavors.js';

const account = '`d`@`%`';

for (const name of flavorNames) {
  test(`what the statements grant is all that is asked for (${name})`, t => {
    const privileges = dbshiftPrivileges(name, 'my_app');
    for (const literalNames of [false, true]) {
      const lines = grantStatements(privileges, { account, literalNames }).map(text => `${text} WITH`);
      const holder = { ...parseGrants(lines), literalNames };
      const missing = privileges.filter(need => !isGranted(holder, need));
      t.deepEqual(
        missing.filter(({ place }) => !(literalNames && place.kind === 'schemas')),
        [],
      );
    }
  });

  test(`no privilege stands twice in the table, and each has one reason (${name})`, t => {
    const keys = dbshiftPrivileges(name, 'app').map(({ name, place, feature }) =>
      [name, describePlace(place), feature].join(' '),
    );
    t.deepEqual(keys, [...new Set(keys)]);
  });
}

test('there is one statement for a place, with its columns', t => {
  const place = { kind: 'table', schema: 'mysql', table: 'user', columns: ['User', 'Host'] } as const;
  t.deepEqual(
    grantStatements(
      [
        { name: 'PROCESS', place: { kind: 'server' } },
        { name: 'SELECT', place },
        { name: 'RELOAD', place: { kind: 'server' } },
        { name: 'EXECUTE', place: { kind: 'procedure', schema: 'a`b', procedure: 'p' } },
      ],
      { account, literalNames: false },
    ),
    [
      `GRANT PROCESS, RELOAD ON *.* TO ${account}`,
      `GRANT SELECT (User, Host) ON \`mysql\`.\`user\` TO ${account}`,
      `GRANT EXECUTE ON PROCEDURE \`a\`\`b\`.\`p\` TO ${account}`,
    ],
  );
});

test('wildcards in the name of a schema are escaped, but not beside a table, and not where names are literal', t => {
  t.is(describePlace({ kind: 'schema', schema: 'a_b%c\\d' }), '`a\\_b\\%c\\\\d`.*');
  t.is(describePlace({ kind: 'schema', schema: 'a_b' }, true), '`a_b`.*');
  t.is(describePlace({ kind: 'schemas', prefix: 'a_' }), '`a\\_%`.*');
  t.is(describePlace({ kind: 'table', schema: 'a_b', table: 't' }), '`a_b`.`t`');
});

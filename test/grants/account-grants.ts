import test from 'ava';
import { accountGrants, type GrantsRequest, grantees } from '../../src/grants/account-grants.js';
import { features } from '../../src/grants/privilege.js';
import { flavorNames } from '../helpers/flavors.js';

const request: GrantsRequest = {
  ...{ flavor: 'mysql', database: 'shop', literalNames: false, tls: false },
  ...{ features: new Set(features), user: "o'brien", host: '10.0.0.%' },
};

const textsOf = (kind: (typeof grantees)[number], changed: Partial<GrantsRequest> = {}) =>
  accountGrants(kind, { ...request, ...changed }).parts.flatMap(({ statements }) => statements);

test('names of accounts are quoted as texts', t => {
  const [create, grant] = textsOf('dbshift');
  t.is(create, "CREATE USER IF NOT EXISTS 'o''brien'@'10.0.0.%' IDENTIFIED BY <password>");
  t.true(grant?.endsWith(" ON *.* TO 'o''brien'@'10.0.0.%'"));
});

test('a password has to be written by whoever pastes: what is printed is no statement without it', t => {
  for (const flavor of flavorNames)
    for (const kind of grantees)
      t.regex(textsOf(kind, { flavor }).join('\n'), /IDENTIFIED BY <password>/, `${flavor} ${kind}`);
});

test('with TLS in the configuration the account of dbshift may come no other way', t => {
  t.true(textsOf('dbshift', { tls: true })[0]?.endsWith('IDENTIFIED BY <password> REQUIRE SSL'));
});

test('features that the configuration rules out are left out, and each other one says when it is needed', t => {
  const all = accountGrants('dbshift', request).parts;
  const few = accountGrants('dbshift', { ...request, features: new Set(['runs']) }).parts;
  t.is(all.length, features.length);
  t.is(few.length, 1);
  for (const { notes } of all.slice(1)) t.regex(notes.join(' '), /^Only /);
});

test('MariaDB has no privileges for what it shows to everybody', t => {
  t.is(accountGrants('dbshift', { ...request, flavor: 'mariadb' }).parts.length, features.length - 1);
});

test('a web server may register itself, and nothing else', t => {
  const texts = textsOf('balancer-client').filter(text => text.includes("TO 'lb_client'"));
  t.deepEqual(texts, ["GRANT EXECUTE ON PROCEDURE `shop`.`register_lb` TO 'lb_client'@'10.0.0.%'"]);
});

test('the service of the balancer reads the members, takes one out and lets silent ones expire', t => {
  const texts = textsOf('balancer-service').filter(text => text.includes("TO 'lb_service'"));
  t.deepEqual(texts, [
    "GRANT EXECUTE ON PROCEDURE `shop`.`deregister_lb` TO 'lb_service'@'10.0.0.%'",
    "GRANT EXECUTE ON PROCEDURE `shop`.`expire_lb` TO 'lb_service'@'10.0.0.%'",
    "GRANT SELECT ON `shop`.`lb2_members` TO 'lb_service'@'10.0.0.%'",
  ]);
});

test('notes hold no quote that a client could take for the beginning of a text', t => {
  for (const kind of grantees)
    for (const { notes } of accountGrants(kind, request).parts) t.notRegex(notes.join('\n'), /['"]/);
});

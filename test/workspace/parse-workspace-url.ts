import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { parseWorkspaceUrl } from '../../src/workspace/parse-workspace-url.js';

test('account, password, host and port are read, with special characters', t => {
  t.deepEqual(parseWorkspaceUrl('mysql://dev:p%40ss%2F%25@db.example:3307'), {
    label: 'workspace (db.example:3307)',
    host: 'db.example',
    port: 3307,
    user: 'dev',
    password: 'p@ss/%',
  });
});

test('the port may be left out, and an IPv6 address stands in brackets', t => {
  const { host, port, password } = parseWorkspaceUrl('mariadb://dev@[::1]/');
  t.deepEqual({ host, port, password }, { host: '::1', port: 3306, password: '' });
});

for (const text of [
  'secret',
  'https://dev:secret@db',
  'mysql://db:3306',
  'mysql://dev:secret@db/app',
  'mysql://dev:secret%@db',
  'mysql://dev:secret@',
]) {
  test(`a wrong URL is refused without showing its password: ${text}`, t => {
    const error = t.throws(() => parseWorkspaceUrl(text), { instanceOf: ConfigError });
    t.false(`${error?.message} ${error?.hint}`.includes('secret'));
  });
}

import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { detectFlavor } from '../../src/flavor/detect.js';
import type { Capabilities, Flavor } from '../../src/flavor/flavor.js';

const label = 'server a (10.0.0.1:3306)';
const detect = (version: string, comment = ''): Flavor => detectFlavor(label, { version, comment });

const detects = test.macro<[version: string, comment: string, expected: string]>({
  exec(t, version, comment, expected) {
    t.is(detect(version, comment).label, expected);
  },
  title: (_, version, comment, expected) => `${version} (${comment}) is ${expected}`,
});

test(detects, '10.11.19-MariaDB-0+deb12u1-log', 'Debian 12', 'mariadb 10.11');
test(detects, '10.11.0-MariaDB', 'mariadb.org binary distribution', 'mariadb 10.11');
test(detects, '11.8.6-MariaDB-ubu2404', 'mariadb.org binary distribution', 'mariadb 11.8');
test(detects, '12.0.2-MariaDB', '', 'mariadb 12.0');
test(detects, '10.11.8', 'MariaDB Server', 'mariadb 10.11');
test(detects, '9.7.4', 'Debian', 'mysql 9.7');
test(detects, '8.0.36', 'MySQL Community Server - GPL', 'mysql 8.0');
test(detects, '8.0.26', 'MySQL Community Server - GPL', 'mysql 8.0');
test(detects, '8.4.3-commercial', 'MySQL Enterprise Server - Commercial', 'mysql 8.4');
test(detects, '8.0.36-28', 'Percona Server (GPL), Release 28', 'mysql 8.0');

const refuses = test.macro<[version: string, comment: string, message: RegExp]>({
  exec(t, version, comment, message) {
    const error = t.throws(() => detect(version, comment), { instanceOf: ConfigError, message });
    t.true(error?.message.startsWith(label));
  },
  title: (_, version, comment) => `${JSON.stringify(version)} (${comment}) is refused`,
});

test(refuses, '10.6.18-MariaDB', '', /MariaDB 10\.6\.18-MariaDB is too old/);
test(refuses, '10.3.39-MariaDB', '', /too old/);
test(refuses, '5.7.44', 'MySQL Community Server (GPL)', /MySQL 5\.7\.44 is too old/);
test(refuses, '8.0.25', 'MySQL Community Server - GPL', /too old/);
test(refuses, '', '', /cannot read the server version ""/);
test(refuses, '10.11', 'MariaDB Server', /cannot read the server version "10\.11"/);
test(refuses, 'PostgreSQL 17.2', '', /cannot read the server version/);

test('a refusal of an old server names the oldest versions that are supported', t => {
  const error = t.throws(() => detect('5.7.44'), { instanceOf: ConfigError });
  t.regex(error?.hint ?? '', /MariaDB 10\.11 .* MySQL 8\.0\.26/);
});

/** What a capability allows was tried on one version: earlier ones, and those nobody has tried, do without. */
const since: Readonly<Partial<Record<keyof Capabilities, Readonly<Record<string, boolean>>>>> = {
  appliesExpressionDefaults: {
    '10.11.19-MariaDB': false,
    '11.4.5-MariaDB': false,
    '11.8.0-MariaDB': true,
    '12.0.2-MariaDB': true,
  },
  logsCascades: { '8.0.36': false, '8.4.3': false, '9.5.0': false, '9.7.4': true },
};

for (const [capability, versions] of Object.entries(since)) {
  for (const [version, expected] of Object.entries(versions)) {
    test(`${version} ${expected ? 'has' : 'has not'} the capability ${capability}`, t => {
      t.is(detect(version).capabilities[capability as keyof Capabilities], expected);
    });
  }
}

test('instant changes are counted since MySQL 8.0.29, and asked for only where they are', t => {
  const asked = (version: string) => detect(version).rowVersionsQuery !== null;
  t.deepEqual(['8.0.28', '8.0.29', '8.4.3', '9.7.4', '10.11.19-MariaDB'].map(asked), [
    false,
    true,
    true,
    true,
    false,
  ]);
});

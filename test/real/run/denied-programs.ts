/** Triggers: what the workspace may make and the servers do not let our account is refused before anything is done. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programPair } from '../../helpers/program-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';

flavorTest(
  'a trigger that the servers would not let us make is refused by plan, and made where they trust',
  async (t, image) => {
    const pair = await withPair(t, { image });
    const roots = [await sessionOn(t, pair, 'a'), await sessionOn(t, pair, 'b')];
    for (const root of roots) await root.send('SET GLOBAL log_bin_trust_function_creators = 0');
    await writeFile(
      join(pair.folder, 'migrations', '1_orders.sql'),
      `CREATE TABLE orders (id INT PRIMARY KEY, n INT);
CREATE TRIGGER counted BEFORE INSERT ON orders FOR EACH ROW SET NEW.n = 1;
`,
    );
    const refused = await runCli(['plan'], { cwd: pair.folder });
    t.is(refused.code, 3, refused.stderr);
    t.regex(refused.stdout, /1_orders\.sql:2/);
    t.regex(
      refused.stdout,
      /(?:makes|drops) (?:trigger|function) \S+, which server a \S+ and server b \S+ let only SUPER do/,
    );
    t.regex(refused.stdout, /SET GLOBAL log_bin_trust_function_creators = 1/);
    for (const root of roots) await root.send('SET GLOBAL log_bin_trust_function_creators = 1');
    const done = await runCli(['migrate', '--yes'], { cwd: pair.folder });
    t.is(done.code, 0, done.stderr + done.stdout);
    for (const root of roots) t.is((await root.rows('SHOW TRIGGERS IN app')).length, 1);
  },
);

eitherTest(
  'a function that the servers would not let us make is refused before a flip is begun, with its file',
  async (t, image) => {
    const { a, b, write, migration, dbshift } = await programPair(t, image);
    for (const root of [a, b]) await root.send('SET GLOBAL log_bin_trust_function_creators = 0');
    await migration('1_more.sql', 'CREATE TABLE more (id INT PRIMARY KEY);\n');
    await write(
      'CREATE FUNCTION total() RETURNS INT DETERMINISTIC NO SQL RETURN 1;\nCREATE PROCEDURE hello() SELECT 1;',
    );
    const commands = [
      ['procs', 'deploy', '--via-flip', '--yes'],
      ['migrate', '--with-procs', '--yes'],
      ['plan', '--with-procs'],
    ];
    for (const command of commands) {
      const refused = await dbshift(...command);
      t.is(refused.code, 3, refused.stdout + refused.stderr);
      const said = refused.stdout + refused.stderr;
      t.regex(said, /procedures\/all\.sql:1/);
      t.notRegex(said, /procedures\/all\.sql:2/);
      t.regex(said, /SET GLOBAL log_bin_trust_function_creators = 1/);
    }
    t.is(JSON.parse((await dbshift('status', '--json')).stdout).run, null);
  },
);

/** A procedure that lets its callers write on a server that is closed for writes is not let in, and can be mended. */
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

/** As the account of dbshift, which writes on a read-only server. */
const adding = (security: string): string =>
  `CREATE PROCEDURE add_one() ${security} INSERT INTO rows_of VALUES (1)`;

eitherTest(
  'a procedure that would pass a closed server is let in by no command; one that is there is mended by a deploy',
  async (t, image) => {
    t.timeout(120_000);
    const pair = await programPair(t, image);
    await pair.a.send('CREATE TABLE rows_of (id INT PRIMARY KEY)');
    await pair.migration('1_more.sql', 'CREATE TABLE more (id INT PRIMARY KEY);\n');
    await pair.write(`${adding('SQL SECURITY DEFINER')};`);
    const commands = [
      ['procs', 'deploy'],
      ['procs', 'deploy', '--via-flip', '--yes'],
      ['migrate', '--with-procs', '--yes'],
    ];
    for (const command of commands) {
      const refused = await pair.dbshift(...command);
      t.is(refused.code, 3, refused.stdout + refused.stderr);
      t.regex(
        refused.stderr,
        /procedures\/all\.sql:1.* procedure add_one would run as 'dbshift'@'127\.0\.0\.1'/s,
      );
    }
    const definer = "DEFINER = 'dbshift'@'127.0.0.1'";
    await pair.a.send(adding('').replace('CREATE', `CREATE ${definer}`));
    await until(
      'the passive has it',
      async () => (await pair.b.rows("SHOW PROCEDURE STATUS LIKE 'add_one'")).length > 0,
    );
    await pair.write(`${adding('SQL SECURITY INVOKER')};`);
    const flip = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
    t.is(flip.code, 3, 'between the legs the side that was active would still have it');
    t.regex(flip.stderr, /`dbshift procs deploy procedure:add_one` brings that without a flip/);
    const mended = await pair.dbshift('procs', 'deploy', 'procedure:add_one');
    t.is(mended.code, 0, mended.stdout + mended.stderr);
    const next = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
    t.is(next.code, 0, next.stdout + next.stderr);
  },
);

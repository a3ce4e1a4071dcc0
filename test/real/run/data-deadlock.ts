/** A server that rolls the transaction of a data migration back by itself: nothing of it stays, and it is not recorded. */

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMigration } from '../../helpers/big-table.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { runCli } from '../../helpers/run-cli.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

/** Meets rows on the real server alone. It handles a deadlock as is right where each part is a transaction of its own. */
const script = (folder: string) => `
const fs = require('node:fs');
exports.up = async knex => {
  const changed = await knex('t').where('id', 1).update({ n: 5 });
  if (changed === 1 && !fs.existsSync('${folder}/second')) {
    fs.writeFileSync('${folder}/first', '');
    while (!fs.existsSync('${folder}/second')) await new Promise(done => setTimeout(done, 20));
  }
  await knex('t').where('id', 2).update({ n: 5 }).catch(error => { if (error.errno !== 1213) throw error; });
  await knex('t').where('id', 3).update({ n: 5 });
};
`;

flavorTest('a data migration that goes on after a deadlock is ended, and begins anew', async (t, image) => {
  const sandbox = await withPair(t, { image });
  const cwd = sandbox.folder;
  const [other, root, b] = [
    await sessionOn(t, sandbox, 'a'),
    await sessionOn(t, sandbox, 'a'),
    await sessionOn(t, sandbox, 'b'),
  ];
  await root.send('CREATE TABLE app.t (id INT PRIMARY KEY, n INT)');
  await root.send(`INSERT INTO app.t SELECT seq, 0 FROM ${numbersTo(300)}`);
  await writeMigration(sandbox, '1_rows.js', script(cwd));
  // The greater of two transactions survives a deadlock.
  await other.send('START TRANSACTION');
  await other.send('UPDATE app.t SET n = 1 WHERE id = 2 OR id > 100');
  const running = runCli(['migrate', '--yes'], { cwd });
  await until('the script has a row', () => existsSync(join(cwd, 'first')), { withinMs: 60_000 });
  const waiting = other.send('UPDATE app.t SET n = 1 WHERE id = 1');
  const query = "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
  // A table that is asked more often than every 100 ms shows what it showed before (InnoDB of both flavors).
  await until('the other one waits for it', async () => (await root.rows(query)).length > 0, {
    everyMs: 200,
  });
  await writeFile(join(cwd, 'second'), '');
  const ended = await running;
  await waiting;
  await other.send('ROLLBACK');
  t.is(ended.code, 2, ended.stdout + ended.stderr);
  t.regex(ended.stderr, /1_rows\.js: a deadlock rolled back all that it had written/u);
  t.deepEqual(await root.rows('SELECT * FROM app.t WHERE n <> 0'), []);
  const again = await runCli(['migrate', '--yes'], { cwd });
  t.is(again.code, 0, again.stdout + again.stderr);
  for (const side of [root, b])
    t.like(await side.row('SELECT COUNT(*) AS n FROM app.t WHERE n = 5'), { n: 3 });
});

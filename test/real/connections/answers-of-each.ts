/** Many statements that only read, in blocks where the server takes them: each has its own answer all the same. */

import { refusalsOfEach, rowsOfEach } from '../../../src/server/answers-of-each.js';
import { openSession } from '../../../src/server/connection.js';
import { errno } from '../../../src/server/errno.js';
import { isConnectionLost, ServerError } from '../../../src/server/server-error.js';
import { liveServer } from '../../helpers/live-server.js';
import { flavorTest } from '../../helpers/server-test.js';

const live = liveServer();

/** More than a block takes; some of them are refused. */
const count = 120;
const isRefused = (n: number): boolean => n % 50 === 7;

flavorTest('each of many statements has its own rows, or its own refusal', async (t, image) => {
  const { session } = await live(image);
  const statements = Array.from({ length: count }, (_, n) =>
    isRefused(n) ? `SELECT ${n} FROM nowhere.at_all` : `SELECT ${n} AS n UNION ALL SELECT 'of ${n}'`,
  );
  const answers = await rowsOfEach(session, statements);
  t.is(answers.length, count);
  for (const [n, answer] of answers.entries()) {
    if (isRefused(n)) t.true(answer instanceof ServerError && answer.errno !== null);
    else t.deepEqual(answer, [{ n: `${n}` }, { n: `of ${n}` }]);
  }
  t.deepEqual(await rowsOfEach(session, []), []);
});

flavorTest('each of many statements without rows is taken or refused by itself', async (t, image) => {
  const { session } = await live(image);
  const statements = Array.from({ length: count }, (_, n) =>
    isRefused(n) ? "PREPARE p FROM 'SELECT FROM'" : `PREPARE p FROM 'SELECT ${n}, ";" -- END'`,
  );
  const answers = await refusalsOfEach(session, statements);
  t.deepEqual(
    answers.map(answer => answer?.errno ?? null),
    statements.map((_, n) => (isRefused(n) ? errno.syntax : null)),
  );
});

flavorTest('a server that is lost under them is no refusal', async (t, image) => {
  const { server } = await live(image);
  const session = await openSession(server.root);
  const asked = rowsOfEach(session, ['SELECT 1', 'SELECT SLEEP(100)', 'SELECT 2']);
  setTimeout(() => session.abandon('lost'), 100);
  const error = await t.throwsAsync(asked, { instanceOf: ServerError });
  t.true(isConnectionLost(error));
});

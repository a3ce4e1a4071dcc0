/** Preflight as a whole on a real pair. */
import test from 'ava';
import { PreflightError } from '../../../src/errors.js';
import { readPreflightFacts } from '../../../src/preflight/read-preflight-facts.js';
import { assertPreflight } from '../../../src/preflight/run-preflight.js';
import { preflight, refusalsOf, serverOn } from '../../helpers/preflight.js';
import { onServer, sessionOn, withPair } from '../../helpers/servers.js';

test.serial(onServer('preflight lets a healthy pair pass, looking with the least account'), async t => {
  const findings = await preflight(t, await withPair(t));
  t.deepEqual(refusalsOf(findings), []);
  t.notThrows(() => assertPreflight(findings));
});

test.serial(onServer('preflight tells every reason at once'), async t => {
  const pair = await withPair(t);
  const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
  await a.send('SET GLOBAL sync_binlog = 0');
  await a.send(`CREATE TABLE ${pair.database}.m (id INT) ENGINE=MEMORY`);
  await b.send('SET GLOBAL read_only = 0');
  const findings = await preflight(t, pair);
  const error = t.throws(() => assertPreflight(findings), { instanceOf: PreflightError });
  const ids = error?.findings.map(({ id }) => id) ?? [];
  for (const id of ['roles', 'durability', 'engines']) t.true(ids.includes(id), `${id} in ${ids}`);
});

test.serial(onServer('preflight of an open run does not judge what the run itself changed'), async t => {
  const pair = await withPair(t);
  const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
  for (const session of [a, b]) await session.send('STOP SLAVE');
  await a.send('SET GLOBAL read_only = 1');
  t.not(refusalsOf(await preflight(t, pair)).length, 0);
  t.deepEqual(refusalsOf(await preflight(t, pair, { resumes: true })), []);
});

test.serial(onServer('preflight names one server that was configured twice, and nothing else'), async t => {
  const pair = await withPair(t);
  const a = await serverOn(t, pair, 'a');
  const facts = await readPreflightFacts({
    a,
    b: a,
    replicas: [],
    database: pair.database,
    features: new Set(),
  });
  const [finding, ...more] = await preflight(t, pair, facts);
  t.is(finding?.id, 'same-server');
  t.deepEqual(more, []);
});

test.serial(onServer('preflight writes nothing on the servers'), async t => {
  const pair = await withPair(t);
  const sessions = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
  const positions = () => Promise.all(sessions.map(session => session.rows('SHOW MASTER STATUS')));
  const before = await positions();
  await preflight(t, pair);
  t.deepEqual(await positions(), before);
});

test.serial(
  onServer('transactions that replicate while preflight looks are not taken for errant ones'),
  async t => {
    const pair = await withPair(t);
    const writer = await sessionOn(t, pair, 'a');
    await writer.send(`CREATE TABLE ${pair.database}.t (id INT PRIMARY KEY AUTO_INCREMENT)`);
    let writing = true;
    const written = (async () => {
      while (writing) await writer.send(`INSERT INTO ${pair.database}.t VALUES ()`);
    })();
    for (let round = 0; round < 20; round++) t.deepEqual(refusalsOf(await preflight(t, pair)), []);
    writing = false;
    await written;
  },
);

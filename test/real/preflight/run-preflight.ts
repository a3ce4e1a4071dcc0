/** Preflight as a whole on a real pair. */
import { PreflightError } from '../../../src/errors.js';
import { readPreflightFacts } from '../../../src/preflight/read-preflight-facts.js';
import { assertPreflight } from '../../../src/preflight/run-preflight.js';
import { preflight, refusalsOf, serverOn } from '../../helpers/preflight.js';
import { preflightLab } from '../../helpers/preflight-lab.js';

const { check } = preflightLab();

check('preflight lets a healthy pair pass, looking with the least account', async (t, { pair }) => {
  const findings = await preflight(pair);
  t.deepEqual(refusalsOf(findings), []);
  t.notThrows(() => assertPreflight(findings));
});

check('preflight tells every reason at once', async (t, { pair, a, b }) => {
  await a.send('SET GLOBAL sync_binlog = 0');
  await a.send(`CREATE TABLE ${pair.database}.m (id INT) ENGINE=MEMORY`);
  await b.send('SET GLOBAL read_only = 0');
  const findings = await preflight(pair);
  const error = t.throws(() => assertPreflight(findings), { instanceOf: PreflightError });
  const ids = error?.findings.map(({ id }) => id) ?? [];
  for (const id of ['roles', 'durability', 'engines']) t.true(ids.includes(id), `${id} in ${ids}`);
});

check('preflight of an open run does not judge what the run itself changed', async (t, { pair, a, b }) => {
  for (const session of [a, b]) await session.send('STOP REPLICA');
  await a.send('SET GLOBAL read_only = 1');
  t.not(refusalsOf(await preflight(pair)).length, 0);
  t.deepEqual(refusalsOf(await preflight(pair, { resumes: true })), []);
});

check('preflight names one server that was configured twice, and nothing else', async (t, { pair }) => {
  const a = await serverOn(pair, 'a');
  t.teardown(() => a.session.close());
  const facts = await readPreflightFacts({
    a,
    b: a,
    replicas: [],
    database: pair.database,
    features: new Set(),
  });
  const [finding, ...more] = await preflight(pair, facts);
  t.is(finding?.id, 'same-server');
  t.deepEqual(more, []);
});

check('preflight writes nothing on the servers', async (t, { pair, image, a, b }) => {
  const position = image.flavor === 'mysql' ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS';
  const positions = () => Promise.all([a, b].map(session => session.rows(position)));
  const before = await positions();
  await preflight(pair);
  t.deepEqual(await positions(), before);
});

check(
  'transactions that replicate while preflight looks are not taken for errant ones',
  async (t, { pair, a }) => {
    await a.send(`CREATE TABLE ${pair.database}.t (id INT PRIMARY KEY AUTO_INCREMENT)`);
    let writing = true;
    const written = (async () => {
      while (writing) await a.send(`INSERT INTO ${pair.database}.t VALUES ()`);
    })();
    for (let round = 0; round < 10; round++) t.deepEqual(refusalsOf(await preflight(pair)), []);
    writing = false;
    await written;
  },
);

/** Instant is what a real table has room for: an empty copy begins anew, and would promise what the server refuses. */
import { nothingMeasured } from '../../../src/plan/numbers/measured-rates.js';
import { chooseWay } from '../../../src/plan/strategy.js';
import { strategyFacts } from '../../../src/run/strategy-facts.js';
import { readTableSizes } from '../../../src/server/table-sizes.js';
import { runCheapest } from '../../../src/workspace/cheapest-algorithm.js';
import { flavorOf } from '../../helpers/flavors.js';
import { liveServer } from '../../helpers/live-server.js';
import { changed, note, propose, live as structures } from '../../helpers/proposals.js';
import { mysqlTest } from '../../helpers/server-test.js';
import { mysqlApplier, table } from '../../helpers/structures.js';

const live = liveServer(() => [
  'CREATE TABLE small (id INT PRIMARY KEY, name VARCHAR(50))',
  'CREATE TABLE copy LIKE small',
]);

mysqlTest(
  'the last instant change goes direct, and the one that a side would refuse with 4092 does not',
  async (t, image) => {
    const { session } = await live(image);
    const flavor = flavorOf(image);
    const { rowVersionLimit } = flavor.capabilities;
    if (rowVersionLimit === null) throw new Error('this server has a limit');
    const instantly = (clause: string) => session.send(`ALTER TABLE small ${clause}, ALGORITHM=INSTANT`);
    const wayNow = async () => {
      const used = await readTableSizes(session, 'app', flavor);
      // The other side was rebuilt lately, and has room.
      const fresh = used.map(size => ({ ...size, rowVersions: 0 }));
      const basis = {
        sizes: { a: used, b: fresh },
        applier: mysqlApplier,
        measured: nothingMeasured,
        rowVersionLimit,
      };
      const after = changed(structures, {
        small: table('small', [...(structures.tables.small?.columns ?? []), note]),
      });
      const sql = 'ALTER TABLE small ADD note INT';
      const migration = propose([{ sql, tables: ['small'], algorithm: 'INSTANT', after }]);
      return chooseWay(migration, strategyFacts(basis, 0)).kind;
    };
    for (let used = 0; used < rowVersionLimit - 1; used++)
      await instantly(used % 2 === 0 ? 'ADD note INT' : 'DROP note');
    if ((rowVersionLimit - 1) % 2 === 1) throw new Error('the column is there');
    t.is(await wayNow(), 'direct');
    await instantly('ADD note INT');
    t.is(await wayNow(), 'flip');
    const copy = await runCheapest(session, 'ALTER TABLE copy ADD more INT');
    t.is(copy.algorithm, 'INSTANT', 'what the empty copy says');
    const error = await t.throwsAsync(instantly('ADD more INT'));
    t.regex(error?.message ?? '', /4092/);
  },
);

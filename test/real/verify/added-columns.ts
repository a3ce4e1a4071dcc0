/** Between the legs, a column that only the passive has is proved to hold what it began with. */
import { caughtUp, comparedPairs, differences } from '../../helpers/compared.js';
import { flavorOf } from '../../helpers/flavors.js';
import { serverTest } from '../../helpers/server-test.js';
import { addedColumns } from '../../helpers/verdict-column-cases.js';

const comparedPair = comparedPairs();

/** By definition: a value that it did not begin with, and the one that it did. */
const astray: Readonly<Record<string, readonly [wrong: string, right: string]>> = {
  INT: ['0', 'NULL'],
  'INT DEFAULT 7': ['8', '7'],
  "VARCHAR(10) NOT NULL DEFAULT 'x'": ["'y'", "'x'"],
  "BIT(4) NOT NULL DEFAULT b'101'": ["b'100'", "b'101'"],
  'INT NOT NULL': ['1', '0'],
  'VARCHAR(10) NOT NULL': ["'a'", "''"],
  'BINARY(4) NOT NULL': ["X'01'", "X'00'"],
};

serverTest(
  'a column of any kind that a leg added is what it began as, and told when it is not',
  async (t, image) => {
    const { pair, a, b } = await comparedPair(t, image, [
      'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20)) CHARSET utf8mb4',
      "INSERT INTO t VALUES (1, 1, 1, 'x'), (2, 2, 2, NULL)",
    ]);
    // One column each, whatever else the definition asks for.
    const definitions = addedColumns.map(definition => definition.replace(/, ADD .*/u, ''));
    const { stopApplier, startApplier } = flavorOf(image);
    for (const sql of [...stopApplier(), "SET SESSION sql_mode = ''"]) await b.send(sql);
    await b.send(`ALTER TABLE t ${definitions.map((definition, n) => `ADD c${n} ${definition}`).join(', ')}`);
    for (const sql of startApplier()) await b.send(sql);
    await a.send("INSERT INTO t VALUES (3, 3, 3, 'new'), (4, NULL, NULL, NULL)");
    await a.send('UPDATE t SET a = 7 WHERE id = 1');
    await caughtUp({ image, a, b });
    t.deepEqual(await differences(pair, 't'), []);
    for (const [definition, [wrong, right]] of Object.entries(astray)) {
      const column = `c${definitions.indexOf(definition)}`;
      await b.send(`UPDATE t SET ${column} = ${wrong} WHERE id = 2`);
      t.deepEqual(await differences(pair, 't'), ['changed id = 2'], definition);
      await b.send(`UPDATE t SET ${column} = ${right} WHERE id = 2`);
    }
    t.deepEqual(await differences(pair, 't'), []);
  },
);

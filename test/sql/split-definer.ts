/** A program's statement and the account that it names, as SHOW CREATE prints it in every sql_mode. */
import test from 'ava';
import { splitDefiner } from '../../src/sql/split-definer.js';

const cases: Readonly<Record<string, string | null>> = {
  'DEFINER=`root`@`localhost` PROCEDURE': 'root@localhost',
  'DEFINER="root"@"127.0.0.1" PROCEDURE': 'root@127.0.0.1',
  'DEFINER=`a b``c`@`%` PROCEDURE': 'a b`c@%',
  'DEFINER = `app`@`10.0.%` PROCEDURE': 'app@10.0.%',
  'DEFINER=app@10.0.0.1 PROCEDURE': 'app@10.0.0.1',
  'DEFINER=`keepers` PROCEDURE': 'keepers@',
  'DEFINER=CURRENT_USER PROCEDURE': null,
  PROCEDURE: null,
};

for (const [head, definer] of Object.entries(cases))
  test(`CREATE ${head} names ${definer ?? 'nobody'}`, t => {
    t.deepEqual(splitDefiner(`CREATE ${head} \`p\`() SELECT 1`), {
      create: 'CREATE PROCEDURE `p`() SELECT 1',
      definer,
    });
  });

test('a view keeps its algorithm', t => {
  const { create } = splitDefiner(
    'CREATE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW `v` AS select 1',
  );
  t.is(create, 'CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `v` AS select 1');
});

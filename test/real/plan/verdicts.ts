/**
 * The proof of the verdict, on two real co-masters: whatever is said to apply leaves equal rows and a running
 * applier, whatever is said to stop stops with that error. Every case also says what really happens, so that a
 * refusal that is needed can be told from one that is not.
 */
import {
  flavorTest,
  mariadbTest,
  mysqlTest,
  type ServerTest,
  serverTest,
} from '../../helpers/server-test.js';
import { expectedOn, type KnownCase } from '../../helpers/verdict-case.js';
import { verdictCases } from '../../helpers/verdict-cases.js';
import { tryVerdict, verdictLab } from '../../helpers/verdict-lab.js';
import { engineKeyCases, mysqlCases } from '../../helpers/verdict-mysql-cases.js';

const labOf = verdictLab();
const labOfEngineKeys = verdictLab({ 'innodb-native-foreign-keys': 'ON' });

for (const known of verdictCases) prove(serversFor(known), known);
for (const known of mysqlCases) prove(mysqlTest, known);
for (const known of engineKeyCases) prove(mysqlTest, known, labOfEngineKeys);

/** A later MariaDB where it is known to do something else. */
function serversFor({ expected: { mysql, later } }: KnownCase): ServerTest {
  if (mysql === null) return mariadbTest;
  return later === undefined ? flavorTest : serverTest;
}

function prove(on: ServerTest, known: KnownCase, lab = labOf): void {
  on(`the verdict is what happens: ${known.title}`, async (t, image) => {
    const expected = expectedOn(known, image);
    const { verdicts, outcome, errno, difference } = await tryVerdict(await lab(image), known);
    const { verdict } = verdicts.find(({ table }) => table === 't') ?? verdicts[0] ?? {};
    t.is(verdict?.kind, expected.verdict, JSON.stringify(verdicts));
    t.is(outcome, expected.really, JSON.stringify({ errno, difference }));
    if (known.conversions !== undefined) return;
    if (verdict?.kind.startsWith('applies')) t.is(outcome, 'equal');
    if (verdict?.kind === 'stops') t.true(verdict.errnos.includes(errno ?? 0), `${errno}`);
  });
}

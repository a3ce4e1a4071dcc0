/**
 * The proof of the verdict, on two real co-masters: whatever is said to apply leaves equal rows and a running
 * applier, whatever is said to stop stops with that error. Every case also says what really happens, so that a
 * refusal that is needed can be told from one that is not.
 */
import test from 'ava';
import { bringUpPair } from '../../../src/sandbox/bring-up-pair.js';
import { image, onServer } from '../../helpers/servers.js';
import { verdictCases } from '../../helpers/verdict-cases.js';
import { type Lab, tryVerdict } from '../../helpers/verdict-lab.js';

const pair = await bringUpPair({ image });
const lab: Lab = { active: await pair.root('a'), passive: await pair.root('b'), database: pair.database };

test.before(async () => {
  for (const session of [lab.active, lab.passive]) {
    await session.rows('USE ??', [lab.database]);
    // Hundreds of small DDL statements: what they prove does not depend on fsync.
    await session.send('SET GLOBAL sync_binlog = 0, innodb_flush_log_at_trx_commit = 2');
  }
});

test.after.always(async () => {
  await lab.active.close();
  await lab.passive.close();
  await pair.down();
});

for (const known of verdictCases) {
  test.serial(onServer(`${known.verdict}: ${known.title}`), async t => {
    const { verdicts, outcome, errno, difference } = await tryVerdict(lab, known);
    const { verdict } = verdicts.find(({ table }) => table === 't') ?? verdicts[0] ?? {};
    t.is(verdict?.kind, known.verdict, JSON.stringify(verdicts));
    if (verdict?.kind.startsWith('applies')) t.is(outcome, 'equal', JSON.stringify({ errno, difference }));
    if (verdict?.kind === 'stops') t.is(errno, verdict.errno);
    t.is(outcome, known.really, JSON.stringify({ errno, difference }));
  });
}

import test from 'ava';
import { mariadb } from '../../src/flavor/mariadb.js';
import { prepareReplication } from '../../src/run/prepare-replication.js';
import type { Session } from '../../src/server/connection.js';
import { errno } from '../../src/server/errno.js';
import { isErrno, serverError } from '../../src/server/server-error.js';

const flavor = mariadb({ major: 10, minor: 11, patch: 19 });

/** A server that refuses each position with `number` before it takes one; only what is used here is there. */
function serverThatRefuses(times: number, number: number) {
  const sent: string[] = [];
  let left = times;
  const session = {
    label: 'server b',
    send: async (sql: string) => {
      sent.push(sql);
      if (!sql.includes('gtid_slave_pos') || left-- <= 0) return 0;
      throw serverError('server b', Object.assign(new Error('refused'), { errno: number }));
    },
  } as unknown as Session;
  return { session, sent };
}

test('a position that a commit has overtaken is read again', async t => {
  const { session, sent } = serverThatRefuses(2, errno.positionBehindBinlog);
  await prepareReplication(flavor, session);
  const texts = flavor.prepareReplication();
  t.deepEqual(sent, [...texts.slice(0, -1), ...Array(3).fill(texts.at(-1))]);
});

test('a position that is never taken is told, and so is every other refusal at once', async t => {
  const stubborn = serverThatRefuses(Number.POSITIVE_INFINITY, errno.positionBehindBinlog);
  const overtaken = await t.throwsAsync(prepareReplication(flavor, stubborn.session));
  t.true(isErrno(overtaken, errno.positionBehindBinlog));
  const { session, sent } = serverThatRefuses(1, errno.privilege);
  const denied = await t.throwsAsync(prepareReplication(flavor, session));
  t.true(isErrno(denied, errno.privilege));
  t.deepEqual(sent, flavor.prepareReplication());
});

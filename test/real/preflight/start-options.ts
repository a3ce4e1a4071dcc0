/** What only a start of a server decides, and a server that was made of the files of the other one. */
import { appendFile, cp, rm } from 'node:fs/promises';
import type { Side } from '../../../src/pair/side.js';
import type { PreflightFinding } from '../../../src/preflight/finding.js';
import { preflight } from '../../helpers/preflight.js';
import { flavorTest } from '../../helpers/server-test.js';
import { withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const serverOptions = {
  'binlog-ignore-db': 'scrap',
  // One of these is the name of the option.
  'loose-log-slave-updates': 'OFF',
  'loose-log-replica-updates': 'OFF',
  'read-only': 'OFF',
};

flavorTest(
  'preflight names what a server was started with, and a server made of the files of the other',
  async (t, image) => {
    const pair = await withPair(t, { image, serverOptions, startReplicationAtBoot: true });
    const isNamed = (findings: readonly PreflightFinding[], id: string, message: RegExp) =>
      t.true(
        findings.some(one => one.id === id && message.test(one.message)),
        `${id} ${message} in ${findings.map(one => `\n${one.id}: ${one.message}`)}`,
      );
    const started = await preflight(pair);
    isNamed(started, 'binlog', /leaves databases out: Binlog_Ignore_DB=scrap/);
    isNamed(started, 'binlog', /what it applies is not in its own binlog/);
    isNamed(started, 'read-only-option', /comes back writable/);
    if (image.flavor === 'mysql') isNamed(started, 'auto-start', /starts replication by itself after a boot/);

    await pair.stop('b');
    await appendFile(pair.servers.b.optionFile, 'skip-log-bin=ON\n');
    await pair.restart('b');
    isNamed(await preflight(pair), 'binlog', /the binlog is off/);

    for (const side of ['a', 'b'] satisfies Side[]) await pair.stop(side);
    await rm(pair.servers.b.dataDir, { recursive: true });
    await cp(pair.servers.a.dataDir, pair.servers.b.dataDir, { recursive: true });
    for (const side of ['a', 'b'] satisfies Side[]) await pair.restart(side);
    // A receiver tells whom it has met a moment after it has.
    await until('the copy is named', async () =>
      (await preflight(pair)).some(({ id, message }) =>
        image.flavor === 'mysql'
          ? id === 'same-server' && /both have server_uuid .*: one was made of the files/.test(message)
          : id === 'replication-source' &&
            /\(server_id 2\), which is not server a .*\(server_id 1\)/.test(message),
      ),
    );
  },
);

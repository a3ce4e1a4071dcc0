/** A disk of its own for the data of one server, so small that it can be filled: a tmpfs, which only root may mount. */
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Side } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';

const run = promisify(execFile);

export type SmallDisk = {
  readonly side: Side;
  /** Leaves some ten kilobytes. */
  fill(): Promise<void>;
  free(): Promise<void>;
  /** Stops the server and gives the disk up. */
  end(): Promise<void>;
};

/** Whether this process may mount at all. */
export async function mayMount(): Promise<boolean> {
  return run('unshare', ['--mount', 'true']).then(
    () => true,
    () => false,
  );
}

/** A MariaDB that found its disk full looks again once a minute, and all that writers wrote meanwhile comes on top. */
const spareMiB = 400;
const leftBytes = 40 * 1024;

/** Moves the data of a server that runs there. */
export async function giveSmallDisk(sandbox: Sandbox, side: Side): Promise<SmallDisk> {
  await sandbox.stop(side);
  const folder = dirname(sandbox.servers[side].optionFile);
  const [data, aside] = [join(folder, 'data'), join(folder, 'data-aside')];
  await rename(data, aside);
  await mkdir(data);
  const { stdout } = await run('du', ['-sm', aside]);
  const size = Number.parseInt(stdout, 10) + spareMiB;
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', data]);
  const unmount = () => run('umount', ['--lazy', data]);
  try {
    await run('cp', ['-a', `${aside}/.`, data]);
    await rm(aside, { recursive: true });
    await sandbox.restart(side);
  } catch (error) {
    await unmount();
    throw error;
  }
  const ballast = join(data, 'ballast.tmp');
  return {
    side,
    fill: async () => {
      const { bavail, bsize } = await statfs(data);
      const space = Buffer.alloc(Math.max(0, bavail * bsize - leftBytes));
      await writeFile(ballast, space).catch((error: NodeJS.ErrnoException) => {
        // The server was faster with the last of it.
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    free: () => rm(ballast, { force: true }),
    end: async () => {
      await sandbox.crash(side);
      await unmount();
    },
  };
}

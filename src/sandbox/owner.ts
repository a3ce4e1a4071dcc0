/**
 * Which process a folder belongs to, so that others can tell whether it is still there. An id alone does not say: the
 * system gives ids away again, and in another container the same one is another process.
 */
import { readFile, readlink } from 'node:fs/promises';

export type Owner = {
  readonly pid: number;
  /** When it was started, as the kernel counts. */
  readonly born: string;
  /** Since which boot it counts, and among which processes the id is unique. */
  readonly system: string;
};

/** This process; null where the system does not tell (there is no /proc). */
export async function thisProcess(): Promise<Owner | null> {
  const [born, system] = [await birthOf(process.pid), await thisSystem()];
  return born === null || system === null ? null : { pid: process.pid, born, system };
}

/** Whether it has ended. False also where that cannot be told from here. */
export async function hasEnded({ pid, born, system }: Owner): Promise<boolean> {
  return system === (await thisSystem()) && (await birthOf(pid)) !== born;
}

async function thisSystem(): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** Null when there is no such process. Its name, in brackets, may hold anything; the time is the 20th word behind it. */
async function birthOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** The passwords of a sandbox: made at random, one file each, readable by the owner alone, never in an argument. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, accounts, type Passwords } from './server-image.js';

/** Makes a password for each account and writes `secrets/<account>` into the sandbox. */
export async function makeSecrets(folder: string): Promise<Passwords> {
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  const passwords = Object.fromEntries(accounts.map(account => [account, randomPassword()]));
  for (const account of accounts) {
    await writeFile(secretFile(folder, account), `${passwords[account]}\n`, { mode: 0o600, flag: 'wx' });
  }
  return passwords as Passwords;
}

export async function readSecret(folder: string, account: Account): Promise<string> {
  return (await readFile(secretFile(folder, account), 'utf8')).trim();
}

function secretFile(folder: string, account: Account): string {
  return join(folder, 'secrets', account);
}

/** 144 random bits of letters, digits, `-` and `_`: nothing that would have to be escaped anywhere. */
export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}

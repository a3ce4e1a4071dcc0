/** A project without a pair: nothing listens where its configuration says that the servers are. */
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { folderWith } from './folder-with.js';

const config = `
servers:
  a: { host: 127.0.0.1, port: 1, user: dbshift, password: { env: NOBODY_READS_THIS } }
  b: { host: 127.0.0.1, port: 2, user: dbshift, password: { env: NOBODY_READS_THIS } }
database: app
pointers: [{ kind: file, path: ./pointer.json, format: json }]
`;

export const membersTable = {
  'migrations/001_members.sql': 'CREATE TABLE members (ip INT PRIMARY KEY, n INT);',
};

/** `files` by their path from the folder of the configuration; `more` is added to that. */
export function procsProject(
  t: ExecutionContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  more = '',
): Promise<string> {
  return folderWith(t, { 'dbshift.config.yaml': `${config}${more}`, ...membersTable, ...files });
}

/** The configuration of this repository's own migrations and programs. */
export function ownProject(t: ExecutionContext): Promise<string> {
  const folders = ['migrations', 'procedures'].map(name => `${name}: ${join(process.cwd(), name)}\n`);
  return folderWith(t, { 'dbshift.config.yaml': `${config}${folders.join('')}` });
}

/** A workspace with the structure of a live database. */
import { withSession } from '../../src/server/connection.js';
import type { Endpoint } from '../../src/server/endpoint.js';
import { openWorkspace, type WorkspaceOptions } from '../../src/workspace/open-workspace.js';
import { readOriginal } from '../../src/workspace/original.js';
import type { Workspace } from '../../src/workspace/workspace.js';

export type CopyOptions = Omit<WorkspaceOptions, 'original'> & { readonly source: Endpoint };

export async function openCopy({ source, ...options }: CopyOptions): Promise<Workspace> {
  const original = await withSession(source, session => readOriginal(session, options.database));
  return openWorkspace({ ...options, original });
}

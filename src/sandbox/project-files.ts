/** The files of a project around a sandbox pair: a configuration that works as it is, and a pointer to the active side. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Side } from '../pair/side.js';
import { publicKeyFile } from './endpoint.js';
import type { PairOfServers } from './link-pair.js';
import { replicaName, type SandboxServer } from './sandbox-state.js';

export type ProjectOptions = {
  readonly folder: string;
  readonly servers: PairOfServers;
  readonly database: string;
  /** Where migrations and stored programs are, seen from the folder. */
  readonly migrations: string;
  readonly procedures: string;
};

export const configName = 'dbshift.config.yaml';
export const pointerName = 'pointer.json';

/** The folders a new sandbox has of its own; a person's files go there, so they outlive it unless they are empty. */
export const projectFolders = ['migrations', 'procedures'] as const;

export async function writeProjectFiles(options: ProjectOptions): Promise<void> {
  const { folder, servers } = options;
  for (const name of projectFolders) await mkdir(join(folder, name), { recursive: true });
  const { host, port } = servers.a;
  const pointer = { active: 'a', host, port, generation: 1, updatedAt: new Date().toISOString() };
  await writeFile(join(folder, pointerName), `${JSON.stringify(pointer, null, 2)}\n`);
  await writeFile(join(folder, configName), printConfig(options));
}

/** JSON strings are YAML strings: any path and any name comes through. */
function printConfig({ folder, servers, database, migrations, procedures }: ProjectOptions): string {
  const place = (at: SandboxServer) => {
    const file = publicKeyFile(at);
    const key = file === null ? '' : `, serverPublicKey: ${JSON.stringify(relative(folder, file))}`;
    return `host: ${at.host}, port: ${at.port}${key}`;
  };
  const server = (side: Side) => {
    const replica = servers[replicaName(side)];
    const below = replica === undefined ? '' : `, replicas: [{ ${place(replica)} }]`;
    const started = JSON.stringify(relative(folder, servers[side].optionFile));
    return `{ ${place(servers[side])}, user: dbshift, password: { file: ./secrets/dbshift }, serverOptionFile: ${started}${below} }`;
  };
  return `# A pair of servers on this machine, made by \`dbshift sandbox up\`.
servers:
  a: ${server('a')}
  b: ${server('b')}
database: ${JSON.stringify(database)}
migrations: ${JSON.stringify(migrations)}
procedures: ${JSON.stringify(procedures)}
pointers:
  - { kind: file, path: ./${pointerName}, format: json }
limits: {}
`;
}

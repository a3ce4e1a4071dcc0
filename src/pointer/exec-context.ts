/** Where commands of the user run, and what they inherit: the environment without the passwords of the servers. */
import type { Config } from '../config/config.js';
import { sides } from '../pair/side.js';

export type ExecContext = { readonly folder: string; readonly env: NodeJS.ProcessEnv };

export function execContext(
  { folder, servers, workspace }: Config,
  env: NodeJS.ProcessEnv = process.env,
): ExecContext {
  const secrets = [
    ...sides.flatMap(side => [servers[side].password, ...replicaPasswords(servers[side])]),
    workspace?.url,
  ];
  const names = secrets.flatMap(secret => (secret?.kind === 'env' ? [secret.name] : []));
  const kept = Object.entries(env).filter(([name]) => !names.includes(name));
  return { folder, env: Object.fromEntries(kept) };
}

function replicaPasswords({ replicas }: Config['servers']['a']) {
  return replicas === 'discover' ? [] : replicas.map(({ password }) => password);
}

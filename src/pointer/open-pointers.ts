import type { Config, PointerConfig } from '../config/config.js';
import { sides } from '../pair/side.js';
import { type ExecContext, openExecPointer } from './exec-pointer.js';
import { openFilePointer } from './file-pointer.js';
import type { NewPointer } from './pointer.js';

/** The pointers of a configuration, in its order: the first is the authority. Nothing is read yet. */
export function openPointers(
  config: Config,
  env: NodeJS.ProcessEnv = process.env,
): readonly [NewPointer, ...NewPointer[]] {
  const context = execContext(config, env);
  const [authority, ...others] = config.pointers;
  return [openPointer(authority, context), ...others.map(pointer => openPointer(pointer, context))];
}

/** Commands inherit the environment without the passwords of the servers: they move a pointer, no more. */
function execContext({ folder, servers, workspace }: Config, env: NodeJS.ProcessEnv): ExecContext {
  const secrets = [...sides.map(side => servers[side].password), workspace?.url];
  const names = secrets.flatMap(secret => (secret?.kind === 'env' ? [secret.name] : []));
  const kept = Object.entries(env).filter(([name]) => !names.includes(name));
  return { folder, env: Object.fromEntries(kept) };
}

function openPointer(pointer: PointerConfig, context: ExecContext): NewPointer {
  switch (pointer.kind) {
    case 'file':
      return openFilePointer(pointer);
    case 'exec':
      return openExecPointer(pointer, context);
    default: {
      const never: never = pointer;
      return never;
    }
  }
}

import type { Config, PointerConfig } from '../config/config.js';
import { type ExecContext, execContext } from './exec-context.js';
import { openExecPointer } from './exec-pointer.js';
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

import type { Config, PointerConfig } from './config.js';
import type { ConfigSource } from './config-source.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { ConfigInput, PointerInput } from './shape.js';

type FileInput = Extract<PointerInput, { kind: 'file' }>;
type ExecInput = Extract<PointerInput, { kind: 'exec' }>;

const defaultMode = '0644';
const defaultTimeoutMs = 5000;

/** The pointers in their order. Undefined when one of them is wrong; why is among the problems. */
export function parsePointers(
  { pointers }: ConfigInput,
  source: ConfigSource,
  problems: Problems,
): Config['pointers'] | undefined {
  if (!Array.isArray(pointers)) return undefined;
  const parsed = pointers.map((pointer: PointerInput, index) => {
    const key = `pointers[${index}]`;
    return problems.isSound(key) ? parsePointer(pointer, key, { source, problems }) : undefined;
  });
  reportSameFile(parsed, problems);
  const [authority, ...others] = parsed.filter(pointer => pointer !== undefined);
  return authority === undefined ? undefined : [authority, ...others];
}

type Context = { readonly source: ConfigSource; readonly problems: Problems };

function parsePointer(input: PointerInput, key: string, context: Context): PointerConfig {
  switch (input.kind) {
    case 'file':
      return parseFilePointer(input, key, context);
    case 'exec':
      return parseExecPointer(input);
    default: {
      const never: never = input;
      return never;
    }
  }
}

function parseFilePointer(input: FileInput, key: string, { source, problems }: Context): PointerConfig {
  const { format, template, path, mode = defaultMode } = input;
  const where = `${key}.template`;
  if (format === 'template' && template === undefined)
    problems.add({ id: 'missing-key', where, message: 'is missing: format template needs its text' });
  if (format !== 'template' && template !== undefined)
    problems.add({ id: 'wrong-value', where, message: `is not used by format ${format}` });
  return {
    kind: 'file',
    path: resolvePath(source.folder, path),
    format: format === 'template' ? { template: resolvePath(source.folder, template ?? '') } : format,
    mode: Number.parseInt(mode, 8),
  };
}

function parseExecPointer({ get, set, timeoutMs = defaultTimeoutMs }: ExecInput): PointerConfig {
  return { kind: 'exec', get: asCommand(get), set: asCommand(set), timeoutMs };
}

/** The shape has made sure that a command is not empty. */
function asCommand([program = '', ...args]: readonly string[]): readonly [string, ...string[]] {
  return [program, ...args];
}

function reportSameFile(pointers: readonly (PointerConfig | undefined)[], problems: Problems): void {
  const seen = new Map<string, number>();
  for (const [index, pointer] of pointers.entries()) {
    if (pointer?.kind !== 'file') continue;
    const first = seen.get(pointer.path);
    const message = `is the same file as pointers[${first}]`;
    if (first !== undefined) problems.add({ id: 'same-pointer', where: `pointers[${index}].path`, message });
    else seen.set(pointer.path, index);
  }
}

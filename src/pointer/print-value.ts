import { isDeepStrictEqual } from 'node:util';
import { FailedError } from '../errors.js';
import type { PointerFormat } from './format.js';
import { parseValue } from './parse-value.js';
import type { PointerValue } from './pointer.js';

/**
 * The text of a value, after making sure that it reads back as the same value: two placeholders without
 * anything between them, or a host that breaks out of its quotes, must be refused before the file is written and not after.
 */
export function printValue(format: PointerFormat, value: PointerValue, name: string): string {
  const text = format.print(value);
  if (!isDeepStrictEqual({ ...parseValue(format.parse(text), name) }, { ...value }))
    throw new FailedError(`${name} cannot say ${value.host}:${value.port} in its format`);
  return text;
}

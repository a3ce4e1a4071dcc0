import { hostPattern } from '../config/host-pattern.js';
import { FailedError } from '../errors.js';
import type { PointerValue } from './pointer.js';

/** The five facts that every pointer keeps. */
export type FieldName = keyof PointerValue;

/**
 * A pointer's value from what a file or a command said: numbers may come as digits. Throws FailedError that
 * names every field that is missing or wrong; `name` is that of the pointer.
 */
export function parseValue(fields: Readonly<Record<string, unknown>>, name: string): PointerValue {
  const { active, host, updatedAt } = fields;
  const port = wholeNumber(fields.port);
  const generation = wholeNumber(fields.generation);
  const wrong = new Set<FieldName>();
  if (active !== 'a' && active !== 'b') wrong.add('active');
  if (typeof host !== 'string' || !hostPattern.test(host)) wrong.add('host');
  if (port === undefined || port < 1 || port > 65535) wrong.add('port');
  if (generation === undefined) wrong.add('generation');
  if (typeof updatedAt !== 'string' || Number.isNaN(Date.parse(updatedAt))) wrong.add('updatedAt');
  if (wrong.size > 0)
    throw new FailedError(`${name} cannot be read: ${[...wrong].join(', ')} missing or not understood`);
  return { active, host, port, generation, updatedAt } as PointerValue;
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/u.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The bytes of an .sql file as text. Pure. */
import { openSource, refusal } from './source.js';

/**
 * Only UTF-8, whatever the machine has: what is sent to a server must not depend on where it is read. A byte order mark
 * stays.
 * @param file for messages only
 * @throws ConfigError with the place of the first bytes that are something else
 */
export function decodeSource(bytes: Uint8Array, file: string): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const wrong = firstDifference(bytes, Buffer.from(text));
  if (wrong === undefined) return text;
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, wrong));
  throw refusal(openSource(text, file), before.length, {
    id: 'not-utf-8',
    message: `The file is not UTF-8 from here on (byte ${wrong}).`,
    hint: 'Save it as UTF-8.',
  });
}

/** What is no UTF-8 is read as U+FFFD, whose bytes are others. */
function firstDifference(bytes: Uint8Array, again: Uint8Array): number | undefined {
  if (Buffer.compare(bytes, again) === 0) return undefined;
  return again.findIndex((byte, at) => byte !== bytes[at]);
}

/** A unified diff of two texts, for people. Pure. */
import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';

/** A text that is compared for so long is shown as replaced: the diff is there to be read, not to be shortest. */
const timeoutMs = 500;

/** Hunks without file headers, each line ended. */
export function diffTexts(one: string, other: string): string {
  const [old, now] = [withLineEnd(one), withLineEnd(other)];
  const patch = structuredPatch('', '', old, now, undefined, undefined, {
    context: 3,
    timeout: timeoutMs,
    stripTrailingCr: true,
  });
  return patch === undefined ? replaced(old, now) : formatPatch(patch, OMIT_HEADERS);
}

function withLineEnd(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function replaced(old: string, now: string): string {
  const lines = (sign: string, text: string) => text.replace(/^(?=.)/gm, sign);
  return `${lines('-', old)}${lines('+', now)}`;
}

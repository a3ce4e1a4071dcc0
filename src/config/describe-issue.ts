/**
 * One valibot issue as a finding in our words. The default texts are not used because they quote what they
 * received, and what they received may be a password.
 */
import type { BaseIssue } from 'valibot';
import type { Finding } from '../errors.js';
import { childKey } from './key-path.js';

/** Empty for what `unknownKeys` reports better. `root` names the configuration as a whole. */
export function describeIssue(issue: BaseIssue<unknown>, root: string): readonly Finding[] {
  const where = issuePath(issue) || root;
  if (isSeenByUnknownKeys(issue)) return [];
  if (isMissing(issue)) return [{ id: 'missing-key', where, message: 'is missing' }];
  if (issue.kind === 'validation') return [{ id: 'wrong-value', where, message: issue.message }];
  if (isSecret(issue)) return [inlineSecret(where)];
  if (isChoice(issue)) return [{ id: 'wrong-value', where, message: `must be ${choices(issue)}` }];
  // It has a text of our own in each place.
  if (issue.type === 'union') return [{ id: 'wrong-type', where, message: issue.message }];
  const message = `must be ${expected(issue)}, not ${kindOf(issue.input)}`;
  return [{ id: 'wrong-type', where, message }];
}

/** Keys of the issue, joined: `pointers[0].format`. */
function issuePath(issue: BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(item => item.key as string | number);
  return keys.reduce<string>(childKey, '');
}

/** Unknown keys, and lists where a mapping should be: to valibot a list is a mapping with keys missing. */
function isSeenByUnknownKeys(issue: BaseIssue<unknown>): boolean {
  const parent = issue.path?.at(-1)?.input;
  return issue.type === 'strict_object' && (issue.expected === 'never' || Array.isArray(parent));
}

function isMissing(issue: BaseIssue<unknown>): boolean {
  return issue.path !== undefined && issue.input === undefined;
}

function isSecret(issue: BaseIssue<unknown>): boolean {
  const last = issue.path?.at(-1)?.key;
  return (last === 'password' || last === 'url') && ['string', 'number'].includes(typeof issue.input);
}

function inlineSecret(where: string): Finding {
  return {
    id: 'inline-secret',
    where,
    message: 'must not be written here: this file is read by many and kept for ever',
    hint: 'write { env: NAME } or { file: PATH }',
  };
}

function isChoice(issue: BaseIssue<unknown>): boolean {
  return issue.type === 'picklist' || issue.type === 'variant';
}

function choices(issue: BaseIssue<unknown>): string {
  return (issue.expected ?? '').replaceAll(/["()]/gu, '').replaceAll(' | ', ' or ');
}

function expected(issue: BaseIssue<unknown>): string {
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    array: 'a list',
    strict_object: 'a mapping of keys to values',
  };
  return words[issue.type] ?? issue.type;
}

function kindOf(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    object: 'a mapping',
  };
  return words[typeof input] ?? 'something else';
}

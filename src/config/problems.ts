/** Collects what is wrong with a configuration, so that all of it is reported together. */
import type { Finding } from '../errors.js';

export type Problems = {
  readonly findings: readonly Finding[];
  add(finding: Finding): void;
  /** True when nothing is wrong with the value under this key, or with what it is part of: it can be judged. */
  isSound(key: string): boolean;
};

export function collectProblems(): Problems {
  const findings: Finding[] = [];
  return {
    findings,
    add: finding => findings.push(finding),
    // An unknown key spoils nothing: it is left out of the value.
    isSound: key =>
      !findings.some(
        ({ id, where }) => id !== 'unknown-key' && (isWithin(key, where) || isWithin(where, key)),
      ),
  };
}

function isWithin(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

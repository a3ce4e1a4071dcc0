/**
 * A server must come back from a crash read-only, whoever was active: an active that is lost for a minute and boots
 * writable would be the second one. A value that was set at run time hides what the server boots with, so that must
 * have been seen otherwise; what nobody can know, a person accepts by name.
 */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import type { AfterBoot } from '../server-facts.js';

export function readOnlyOption(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, readOnly }) => {
    const found = findings[readOnly.afterBoot];
    return found === null ? [] : [{ id: 'read-only-option', severity: 'refuse', where: label, ...found }];
  });
}

const findings: Readonly<Record<AfterBoot, Pick<PreflightFinding, 'message' | 'hint'> | null>> = {
  closed: null,
  open: {
    message: 'comes back writable after a crash: read_only = 1 is not among what it boots with',
    hint: 'write read_only = 1 into its option file; what is active is opened at run time',
  },
  unknown: {
    message: 'whether it comes back read-only after a crash is not known: it was not seen since it booted',
    hint: 'name its option file as serverOptionFile, or look yourself and say --accept read-only-option',
  },
};

/** Whose rights a program runs with. */
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';

/** Looked for on the servers of the pair. */
export const definerMissing: ProgramRule = {
  id: 'definer-missing',
  severity: 'error',
  why: 'a program whose definer is not there fails when it is called (1449)',
  hint: 'make the account on both servers first, or name another one',
};

/** For an account of dbshift that may not look. */
export const definerUnknown: ProgramRule = {
  id: 'definer-unknown',
  severity: 'warning',
  why: 'a program whose definer is not there fails when it is called (1449)',
  hint: 'give the account of dbshift what `dbshift grants` prints, so that it can look',
};

export const definerRules: readonly ProgramRule[] = [
  {
    id: 'definer-unstated',
    severity: 'error',
    why: 'it would belong to whoever deploys it, and run with those rights: also through the fence of a read-only server',
    hint: 'write DEFINER = account in the file, or set `programs.definer` in the configuration',
    check: program =>
      program.wanted.definer === null
        ? atName(program, 'neither the file nor the configuration names its definer')
        : [],
  },
  definerMissing,
  definerUnknown,
  {
    id: 'security-unstated',
    severity: 'warning',
    why: 'servers take DEFINER then: callers do all that it does with the rights of the definer',
    hint: 'write SQL SECURITY DEFINER where that is meant, else SQL SECURITY INVOKER',
    check: program =>
      hasChoice.has(program.reading.kind) && program.reading.security === null
        ? atName(program, 'does not say SQL SECURITY')
        : [],
  },
];

const hasChoice: ReadonlySet<string> = new Set(['procedure', 'function', 'view']);

function atName({ reading }: LintedProgram, message: string): readonly Remark[] {
  return [{ at: reading.nameAt, message }];
}

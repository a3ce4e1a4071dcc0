/** Transactions that stay open when a statement in them fails. */
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';
import { allSteps, handlersOf, type Step, verbOf } from '../read-program.js';

export const transactionWithoutHandler: ProgramRule = {
  id: 'transaction-without-handler',
  severity: 'warning',
  why: 'when a statement fails, the program ends and the transaction stays open, half done, with its locks',
  hint: 'DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END',
  check: remarks,
};

/** Once for each program: at the first statement that begins a transaction, or else ends one. */
function remarks({ reading }: LintedProgram): readonly Remark[] {
  const steps = allSteps(reading.steps);
  const rollsBack = steps.some(step => verbOf(step) === 'ROLLBACK');
  const first =
    steps.find(beginsTransaction) ?? steps.find(step => step.kind === 'sql' && verbOf(step) === 'COMMIT');
  if (first === undefined || (rollsBack && catchesErrors(first))) return [];
  return [
    {
      at: first.lexemes[0]?.start ?? 0,
      message: `nothing rolls back when a statement of the transaction fails`,
    },
  ];
}

function beginsTransaction(step: Step): boolean {
  const [first, second, third, fourth] = step.lexemes.map(({ word }) => word);
  if (step.kind !== 'sql') return false;
  if (first === 'START' && second === 'TRANSACTION') return true;
  return first === 'SET' && second === 'AUTOCOMMIT' && third === '=' && (fourth === '0' || fourth === 'OFF');
}

/** A handler that goes on may note the error for a ROLLBACK that follows. */
function catchesErrors({ block }: Step): boolean {
  return handlersOf(block).some(({ conditions }) => conditions.includes('SQLEXCEPTION'));
}

/** The steps of a run on a terminal: what each server is sent, and what holds if the run ends there. */
import { leftOut } from '../../../engine/runbook.js';
import { oneLine } from '../../../one-line.js';
import type { Plan } from '../../../plan/plan.js';
import type { RunbookStep } from '../../../plan/runbook-step.js';
import type { Colors } from '../../output.js';
import { align } from '../align.js';

export function stepLines({ steps = [], servers = {} }: Plan, colors: Colors): readonly string[] {
  if (steps.length === 0) return ['no steps: there is nothing to run'];
  return [
    ...Object.entries(servers).map(([server, label]) => `${server}: ${oneLine(label)}`),
    `Left out: ${leftOut}.`,
    ...steps.flatMap((step, index) => ['', ...linesOf(step, index, colors)]),
  ];
}

function linesOf(step: RunbookStep, index: number, { bold }: Colors): readonly string[] {
  const { title, beside, statements, ifStopped } = step;
  const { leftSo, next, abort } = ifStopped;
  return [
    bold(`${index + 1}. ${title}`),
    ...beside.map(what => `   ${oneLine(what, 600)}`),
    // The whole statement, in one line: a plan is read to see it.
    ...align(statements.map(({ on, sql }) => [`   ${on}`, `${oneLine(sql, sql.length)};`])),
    `   if it stops here: ${leftSo}`,
    `   the same command: ${next}`,
    `   dbshift abort: ${abort.possible ? '' : 'no: '}${abort.why}`,
  ];
}

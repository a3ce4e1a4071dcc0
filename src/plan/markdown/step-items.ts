/** The steps of a run, each with what the servers are sent and what holds if it stops there. Pure. */
import type { Plan } from '../plan.js';
import type { RunbookStep } from '../runbook-step.js';
import { firstLines } from './budgeted.js';
import { count, fenced, inline } from './markup.js';

type Place = {
  readonly index: number;
  readonly previous: RunbookStep | undefined;
  readonly servers: NonNullable<Plan['servers']>;
  /** Of the SQL of one step. */
  readonly bytes: number;
};

/** SQL of more than `bytes` is cut, step by step. */
export function stepItems({ steps = [], servers = {} }: Plan, bytes: number): readonly string[] {
  return steps.map((step, index) => stepItem(step, { index, previous: steps[index - 1], servers, bytes }));
}

function stepItem(
  { title, statements, beside, ifStopped }: RunbookStep,
  { index, previous, servers, bytes }: Place,
): string {
  const { leftSo, next, abort } = ifStopped;
  const same = previous !== undefined && JSON.stringify(previous.ifStopped) === JSON.stringify(ifStopped);
  const stopped = same
    ? 'If it stops here: as in the step before.'
    : `If it stops here: ${inline(leftSo, 600)} The same command ${inline(next, 600)}. \`dbshift abort\`: ${abort.possible ? '' : 'no: '}${inline(abort.why)}.`;
  const sql = firstLines(perServer(statements, servers), bytes, left => `… ${count(left, 'more line')}`);
  return [
    `**${index + 1}.** ${inline(title)}`,
    ...(beside.length === 0 ? [] : ['', ...beside.map(what => `- ${inline(what, 600)}`)]),
    '',
    ...(statements.length === 0 ? [] : [fenced('sql', sql), '']),
    stopped,
  ].join('\n');
}

/** The server is named where it changes. */
function perServer(statements: RunbookStep['statements'], servers: Place['servers']): string {
  const lines = statements.flatMap(({ on, sql }, index) => [
    ...(statements[index - 1]?.on === on ? [] : [`-- ${servers[on] ?? on}`]),
    `${sql};`,
  ]);
  return lines.join('\n');
}

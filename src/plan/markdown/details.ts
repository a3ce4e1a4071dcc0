/** What is folded, and gives way first: steps, statements, and the diffs of the structure. Pure. */
import { leftOut } from '../../engine/runbook.js';
import { programTitle } from '../../programs/program.js';
import { diffPlan } from '../diff-plan.js';
import type { ObjectDiff } from '../diff-structure.js';
import type { Batch, Plan, PlannedStatement } from '../plan.js';
import type { RunbookStep } from '../runbook-step.js';
import { budgeted, firstLines, sizeOf } from './budgeted.js';
import { count, fenced, folded, inline } from './markup.js';

/** One text that is longer than this is cut by itself, so that it does not keep all others out. */
const longest = 8000;

/** Everything together is at most so many bytes long. */
export function details(plan: Plan, bytes: number): string {
  const steps = stepsOf(plan, bytes / 3);
  const statements = listOf(plan.batches.map(statementsOf), (bytes - sizeOf(steps)) / 2, 'batch');
  const room = bytes - sizeOf(steps) - sizeOf(statements) - 8;
  const diffs = listOf(diffPlan(plan).map(diffOf), room, 'diff');
  return [steps, statements, diffs].filter(Boolean).join('\n\n');
}

function listOf(items: readonly string[], bytes: number, what: 'batch' | 'diff'): string {
  return budgeted(items, {
    bytes,
    separator: '\n\n',
    left: left =>
      `_${count(left, what, what === 'batch' ? 'batches' : 'diffs')} left out: the comment would be too long._`,
  });
}

function stepsOf({ steps = [], servers = {} }: Plan, bytes: number): string {
  if (steps.length === 0) return '';
  const intro = `Left out: ${leftOut}.`;
  const items = steps.map((step, index) => stepItem(step, { index, previous: steps[index - 1], servers }));
  const list = budgeted(items, {
    bytes: bytes - 400,
    separator: '\n\n',
    left: left => `_${count(left, 'step')} left out: \`dbshift show --steps\` has all of them._`,
  });
  return folded(
    `${count(steps.length, 'step')}: what each server is sent, and what if the run stops there`,
    `${intro}\n\n${list}`,
  );
}

type Place = {
  readonly index: number;
  readonly previous: RunbookStep | undefined;
  readonly servers: NonNullable<Plan['servers']>;
};

function stepItem(
  { title, statements, beside, ifStopped }: RunbookStep,
  { index, previous, servers }: Place,
): string {
  const { leftSo, next, abort } = ifStopped;
  const same = previous !== undefined && JSON.stringify(previous.ifStopped) === JSON.stringify(ifStopped);
  const stopped = same
    ? 'If it stops here: as in the step before.'
    : `If it stops here: ${inline(leftSo, 600)} The same command ${inline(next, 600)}. \`dbshift abort\`: ${abort.possible ? '' : 'no: '}${inline(abort.why)}.`;
  return [
    `**${index + 1}.** ${inline(title)}`,
    ...(beside.length === 0 ? [] : ['', ...beside.map(what => `- ${inline(what, 600)}`)]),
    '',
    ...(statements.length === 0 ? [] : [fenced('sql', cut(perServer(statements, servers))), '']),
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

function statementsOf(batch: Batch, index: number): string {
  const { strategy, migrations, programs = [], conversions } = batch;
  const texts = [
    ...migrations.flatMap(({ statements }) => statements.map(commented)),
    ...programs.map(({ where, sql, ...id }) => `-- ${where ?? programTitle(id)}\n${sql.join(';\n')};`),
  ];
  const setting = conversions.length === 0 ? '' : `, with ${conversions.join(',')} on the passive meanwhile`;
  const body = texts.length === 0 ? '-- JavaScript, run once on the active' : texts.join('\n\n');
  return folded(`Batch ${index + 1} (${strategy}${setting}): statements`, fenced('sql', cut(body)));
}

function commented({ file, line, sql }: PlannedStatement): string {
  return `-- ${file.replace(/\s+/gu, ' ')}:${line}\n${sql};`;
}

function diffOf({ object, change, patch }: ObjectDiff): string {
  return folded(`${object}: ${change}`, fenced('diff', cut(patch.trimEnd())));
}

function cut(text: string): string {
  return firstLines(text, longest, left => `… ${count(left, 'more line')}`);
}

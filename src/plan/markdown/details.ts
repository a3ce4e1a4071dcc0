/** What is folded, and gives way first: SQL of rewrites, steps, statements, and the diffs of the structure. Pure. */
import { leftOut } from '../../engine/runbook.js';
import { programTitle } from '../../programs/program.js';
import { diffPlan } from '../diff-plan.js';
import type { ObjectDiff } from '../diff-structure.js';
import type { Batch, Plan, PlannedStatement } from '../plan.js';
import { budgeted, firstLines, sizeOf } from './budgeted.js';
import { fairShares } from './fair-shares.js';
import { count, fenced, folded } from './markup.js';
import { rewriteTexts } from './rewrite-section.js';
import { stepItems } from './step-items.js';

/** One text that is longer than this is cut by itself, so that it does not keep all others out. */
const longest = 8000;
/** Of the SQL of a step, where not all details fit: it stands with the statements and in the files too. */
const shortSql = 600;
/** So many folds may stand one below the other; more are folded together. */
const most = 8;

type List = {
  readonly items: readonly string[];
  /** Of one, and of more. */
  readonly what: readonly [string, string];
  /** Of the fold that all of them are in; absent where they need none. */
  readonly title?: string;
  /** In front of the items. */
  readonly intro?: string;
  /** Shows what is left out. */
  readonly command?: string;
};

/** What a list takes that leaves everything out; and at most, beside its items. */
const leastOfList = 120;
const aroundList = 400;

/**
 * Everything together is at most so many bytes long, if they are some hundred. SQL of steps becomes shorter first; then
 * steps, statements and diffs share what rewrites leave them.
 */
export function details(plan: Plan, bytes: number): string {
  const whole = listsOf(plan, longest);
  const needs = whole.map(needOf);
  if (sum(needs) <= bytes) return shown(whole, needs);
  const [rewrites, ...others] = listsOf(plan, shortSql);
  if (rewrites === undefined) return '';
  const first = Math.min(needOf(rewrites), bytes - leastOfList * others.length);
  return shown([rewrites, ...others], [first, ...fairShares(bytes - first, others.map(needOf))]);
}

function listsOf(plan: Plan, sql: number): readonly List[] {
  const steps = stepItems(plan, sql);
  return [
    foldedTogether(rewriteTexts(plan), ['rewrite', 'rewrites']),
    {
      items: steps,
      what: ['step', 'steps'],
      title: `${count(steps.length, 'step')}: what each server is sent, and what if the run stops there`,
      intro: `Left out: ${leftOut}.\n\n`,
      command: 'dbshift plan --steps',
    },
    foldedTogether(plan.batches.map(statementsOf), ['batch', 'batches']),
    foldedTogether(diffPlan(plan).map(diffOf), ['diff', 'diffs']),
  ];
}

function foldedTogether(items: readonly string[], what: List['what']): List {
  return { items, what, ...(items.length > most && { title: count(items.length, ...what) }) };
}

function shown(lists: readonly List[], shares: readonly number[]): string {
  const texts = lists.map((list, index) => textOf(list, shares[index] ?? 0));
  return texts.filter(Boolean).join('\n\n');
}

function textOf({ items, what, title, intro = '', command = 'dbshift plan' }: List, bytes: number): string {
  if (items.length === 0) return '';
  const left = (number: number) =>
    `_${count(number, ...what)} left out: the comment would be too long, and \`${command}\` shows all._`;
  const list = budgeted(items, { bytes: bytes - aroundList, separator: '\n\n', left });
  if (title === undefined || list === left(items.length)) return list;
  return folded(title, `${intro}${list}`);
}

function needOf(list: List): number {
  return list.items.length === 0 ? 0 : sizeOf(list.items.join('\n\n')) + aroundList;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
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

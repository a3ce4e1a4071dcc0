/** Why nothing of the plan is run: every statement is named, and one reason of many is told once. Pure. */
import type { Plan } from '../plan.js';
import { adviceNumbers, advise } from './advice.js';
import { budgeted } from './budgeted.js';
import { count, inline } from './markup.js';
import { namesWithin } from './names-within.js';
import { type Placed, placesByFile } from './place.js';
import { type Reason, reasonGroups, reasonsOf } from './reasons.js';
import { type Extent, nameOnly, sentenceOf } from './sentence.js';

/** Of the names alone, when nothing else of a plan can be told; of the kinds of reasons, and of advice. */
const bytesForNames = 25_000;
const bytesForKinds = 1500;

/** Sentences with tables and statements; without tables; names of statements by kind; by file; as many as fit. */
export function refusals(plan: Plan): readonly string[] {
  const reasons = reasonsOf(plan);
  if (reasons.length === 0) return [];
  const intro = `Nothing of this plan is run, for ${count(reasons.length, 'reason')}:`;
  const numbered = numberedAdvice(plan);
  const lists = [
    sentences(plan, 'all'),
    sentences(plan, 'names'),
    [...namesByKind(reasons), ...numbered],
    [...namesByFile(reasons, Number.POSITIVE_INFINITY), ...numbered],
    [...namesByFile(reasons, bytesForNames), ...numbered],
  ];
  return lists.map(list => `${intro}\n\n${list.join('\n')}`);
}

function sentences(plan: Plan, extent: Extent): readonly string[] {
  const numbers = adviceNumbers(plan);
  const groups = reasonGroups(plan);
  const hints = groups.map(({ hint }) => hint);
  return groups.map(({ id, message, items, hint }, index) => {
    const sentence = sentenceOf({ title: `**${inline(id)}**`, message, placed: items }, extent);
    if (hint === '') return sentence;
    return `${sentence}<br>→ ${advise(hint, numbers.get(hint), hints.indexOf(hint) === index)}`;
  });
}

/** The table of verdicts may name it. */
function numberedAdvice(plan: Plan): readonly string[] {
  const hints = new Set(reasonGroups(plan).map(({ hint }) => hint));
  const items = [...adviceNumbers(plan)]
    .filter(([text]) => hints.has(text))
    .map(([text, number]) => `- ${advise(text, number, true)}`);
  if (items.length === 0) return [];
  return [budgeted(items, { bytes: bytesForKinds, left: left => `- _${left} of the advice more_` })];
}

function namesByKind(reasons: readonly Reason[]): readonly string[] {
  return kindsOf(reasons).map(({ title, own }) => {
    const names = placesByFile(own).map(({ text }) => text);
    return `- ${title}: ${names.join('; ')}`;
  });
}

/** The shortest in which every statement has its name. */
function namesByFile(reasons: readonly Reason[], bytes: number): readonly string[] {
  const kinds = kindsOf(reasons).map(({ title, own }) => ({ text: title, places: own.length }));
  const left = (number: number) => `- _${count(number, 'reason')} more: \`dbshift plan\` shows all_`;
  return [
    ...namesWithin([{ title: '- ', names: kinds }], {
      bytes: bytesForKinds,
      left: number => `- ${number} others`,
    }),
    ...namesWithin([{ title: '- ', names: placesByFile(reasons.map(nameOnly)) }], { bytes, left }),
  ];
}

type Kind = { readonly title: string; readonly own: readonly Placed[] };

function kindsOf(reasons: readonly Reason[]): readonly Kind[] {
  return [...new Set(reasons.map(({ id }) => id))].map(id => {
    const own = reasons.filter(reason => reason.id === id).map(nameOnly);
    return { title: `**${inline(id, 80)}**, ${count(own.length, 'time')}`, own };
  });
}

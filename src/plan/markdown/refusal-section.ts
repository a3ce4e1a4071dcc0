/** Why nothing of the plan is run: every statement is named, and one reason of many is told once. Pure. */
import type { Plan } from '../plan.js';
import { adviceNumbers, advise } from './advice.js';
import { count, inline } from './markup.js';
import { namesWithin } from './names-within.js';
import { placesByFile } from './place.js';
import { type Reason, reasonGroups, reasonsOf } from './reasons.js';
import { type Extent, nameOnly, sentenceOf } from './sentence.js';

/** Of the names alone, when nothing else of a plan can be told. */
const bytesForNames = 26_000;

/** Sentences with tables and statements; without tables; names of statements alone; as many of those as fit. */
export function refusals(plan: Plan): readonly string[] {
  const reasons = reasonsOf(plan);
  if (reasons.length === 0) return [];
  const intro = `Nothing of this plan is run, for ${count(reasons.length, 'reason')}:`;
  const lists = [
    sentences(plan, 'all'),
    sentences(plan, 'names'),
    namesOf(reasons, Number.POSITIVE_INFINITY),
    namesOf(reasons, bytesForNames),
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

function namesOf(reasons: readonly Reason[], bytes: number): readonly string[] {
  const ids = [...new Set(reasons.map(({ id }) => id))];
  const titled = ids.map(id => {
    const own = reasons.filter(reason => reason.id === id).map(nameOnly);
    return { title: `- **${inline(id, 80)}**, ${count(own.length, 'time')}: `, names: placesByFile(own) };
  });
  const left = (number: number) => `- _${count(number, 'reason')} more: \`dbshift plan\` shows all_`;
  return namesWithin(titled, { bytes, left });
}

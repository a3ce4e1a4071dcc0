/** What lint found: errors, warnings, notes, and last what is accepted. Names of errors are kept longest. Pure. */
import type { Plan } from '../plan.js';
import { type LintItem, lintGroups, lintItems, lintStates } from './lint-groups.js';
import { count, inline } from './markup.js';
import { namesWithin } from './names-within.js';
import { placesByFile } from './place.js';
import { type Sentence, sentenceOf } from './sentence.js';

type State = LintItem['state'];

/** Of the names of errors when nothing else can be told, and of the numbers of each other state. */
const bytesForNames = 12_000;
const bytesForNumbers = 1500;

/** Sentences; notes by number; warnings by number too; errors by name alone; as many of those as fit. */
export function lint(plan: Plan): readonly string[] {
  const all = lintItems(plan);
  if (all.length === 0) return [];
  const items = all.filter(({ refused }) => !refused);
  const form = (lines: readonly string[]) =>
    [`**Lint:** ${countsOf(all)}`, lines.join('\n')].join('\n\n').trimEnd();
  const numbered = (...states: readonly State[]) => states.flatMap(state => numbersOf(items, state));
  return [
    form(sentences(items, lintStates)),
    form([...sentences(items, ['error', 'warning']), ...numbered('note', 'accepted')]),
    form([...sentences(items, ['error']), ...numbered('warning', 'note', 'accepted')]),
    form([...namesOf(items, Number.POSITIVE_INFINITY), ...numbered('warning', 'note', 'accepted')]),
    form([...namesOf(items, bytesForNames), ...numbered('warning', 'note', 'accepted')]),
  ];
}

/** What a check explains is told with the first of it. */
function sentences(items: readonly LintItem[], states: readonly State[]): readonly string[] {
  const groups = lintGroups(items).filter(({ state }) => states.includes(state));
  const explained = groups.map(({ explanation }) => explanation);
  return groups.map((group, index) => {
    const { state, id, explanation, message } = group;
    const first = explained.indexOf(explanation) === index;
    const sentence: Sentence = { title: `${state} **${inline(id)}**`, message, placed: group.items };
    const told = sentenceOf(sentence, state === 'note' || state === 'accepted' ? 'some' : 'all');
    return `${told}${first ? `<br>${inline(explanation, 600)}` : ''}`;
  });
}

function namesOf(items: readonly LintItem[], bytes: number): readonly string[] {
  const errors = lintGroups(items).filter(({ state }) => state === 'error');
  const titled = errors.map(({ id, items: own }) => ({
    title: `- error **${inline(id, 80)}**, ${count(own.length, 'time')}: `,
    names: placesByFile(own),
  }));
  return namesWithin(titled, {
    bytes,
    left: left => `- _${count(left, 'error')} more: \`dbshift plan\` shows all_`,
  });
}

/** `- note: **down-missing** 60 times`. */
function numbersOf(items: readonly LintItem[], state: State): readonly string[] {
  const own = items.filter(item => item.state === state);
  if (own.length === 0) return [];
  const names = [...new Set(own.map(({ id }) => id))].map(id => {
    const places = own.filter(item => item.id === id).length;
    return { text: `**${inline(id, 80)}** ${count(places, 'time')}`, places };
  });
  const left = (number: number) => `- ${state}: ${number} more: \`dbshift plan\` shows all`;
  return namesWithin([{ title: `- ${state}: `, names }], { bytes: bytesForNumbers, left });
}

/** `19 errors (refused above), 2 notes`. */
function countsOf(items: readonly LintItem[]): string {
  return lintStates
    .flatMap(state => {
      const own = items.filter(item => item.state === state);
      if (own.length === 0) return [];
      const above = own.filter(({ refused }) => refused).length;
      const number = state === 'accepted' ? `${own.length} accepted` : count(own.length, state);
      return [
        above === 0 ? number : `${number} (${above === own.length ? '' : `${above} of them `}refused above)`,
      ];
    })
    .join(', ');
}

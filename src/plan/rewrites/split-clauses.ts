/**
 * One ALTER TABLE does several things, and what is instant must not wait for what is not: its clauses go one by one,
 * and neighbours that go the same way are one migration again in the end.
 */
import { type Clause, readClauses } from './read-clauses.js';
import type { Candidate, Rewriter } from './rewriter.js';

export const splitClauses: Rewriter = ({ sql }) => {
  const alter = readClauses(sql);
  if (alter === null) return [];
  const units = keepTogether(alter.clauses);
  if (units.length < 2) return [];
  const candidate = (order: readonly Unit[]): Candidate => ({
    title: 'split: what is instant or short goes by itself, the rest in a migration of its own',
    note: 'the application must also run with the structures between the parts',
    divides: true,
    parts: order.map(unit => [`${alter.head} ${unit.map(({ text }) => text).join(', ')}`]),
  });
  // Also backwards: a generated column goes before the one that it is computed from.
  return [byPhase(units), units, byPhase(units.toReversed())].map(candidate);
};

type Unit = readonly Clause[];

/** A primary key is changed in one go: between its two halves the table would have none. */
function keepTogether(clauses: readonly Clause[]): readonly Unit[] {
  const primary = clauses.filter(({ words }) => words.includes('PRIMARY') && words.includes('KEY'));
  const others = clauses.filter(clause => !primary.includes(clause)).map(clause => [clause]);
  return primary.length === 0 ? others : [...others, primary];
}

function byPhase(units: readonly Unit[]): readonly Unit[] {
  return units.toSorted((a, b) => phaseOf(a) - phaseOf(b));
}

/** What is in the way goes first, columns come before the keys over them, and foreign keys at the end. */
function phaseOf([clause]: Unit): number {
  const [first = '', second = ''] = clause?.words ?? [];
  const kind = /FOREIGN|CONSTRAINT/.test(second)
    ? 'link'
    : /INDEX|KEY|PRIMARY|UNIQUE|CHECK|FULLTEXT|SPATIAL/.test(second)
      ? 'key'
      : 'column';
  return phases.indexOf(`${first} ${kind}`) === -1 ? phases.indexOf('') : phases.indexOf(`${first} ${kind}`);
}

const phases = [
  'DROP link',
  'DROP key',
  'DROP column',
  'RENAME column',
  'ADD column',
  'ALTER column',
  '',
  'ADD key',
  'ADD link',
];

import type { LintAcceptance } from '../plan/lint/acceptance.js';
import { rules } from '../plan/lint/rules.js';
import { programRules } from '../programs/lint/rules.js';
import { nearestName } from './nearest-name.js';
import type { Problems } from './problems.js';
import type { ConfigInput } from './shape.js';

/** What is accepted of lint. A name that no rule has is a problem: it would accept nothing, and nobody would know. */
export function parseLint({ lint }: ConfigInput, problems: Problems): readonly LintAcceptance[] {
  if (lint?.accept === undefined || !problems.isSound('lint')) return [];
  return lint.accept.map((entry, index) => {
    const where = `lint.accept[${index}]`;
    if (!ids.includes(entry.id)) problems.add(unknownRule(`${where}.id`, entry.id));
    const { id, reason, subject } = entry;
    return {
      ...{ id, reason, where },
      ...(entry.in === undefined ? {} : { in: entry.in }),
      ...(subject === undefined ? {} : { subject }),
    };
  });
}

/** Of migrations and of stored programs. */
const ids = [...rules, ...programRules].map(({ id }) => id);

function unknownRule(where: string, id: string) {
  const nearest = nearestName(id, ids);
  return {
    id: 'unknown-rule',
    where,
    message: 'is not the name of a rule',
    hint: nearest === undefined ? `the rules are ${ids.join(', ')}` : `did you mean ${nearest}?`,
  };
}

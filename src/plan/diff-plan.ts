/** What a plan changes, for people: its structure, and the stored programs that are no part of one. Pure. */
import { type Definition, programTitle } from '../programs/program.js';
import { changeWord } from '../programs/program-change.js';
import { diffStructures, type ObjectDiff } from './diff-structure.js';
import { diffTexts } from './diff-texts.js';
import type { Plan } from './plan.js';
import { programsOf } from './programs-of.js';

const changes = { create: 'added', replace: 'changed', drop: 'dropped' } as const;

export function diffPlan(plan: Plan): readonly ObjectDiff[] {
  const structures = diffStructures(plan.before, plan.after);
  const shown = new Set(structures.map(({ object }) => object));
  const programs = programsOf(plan)
    .filter(program => !shown.has(programTitle(program)))
    .map(program => ({
      object: programTitle(program),
      change: changes[changeWord(program)],
      patch: diffTexts(textOf(program.before), textOf(program.after)),
    }));
  return [...structures, ...programs];
}

/** With what stands in no text: who it acts for, and the settings that it was made with. */
function textOf(definition: Definition | null): string {
  if (definition === null) return '';
  const { create, definer, settings } = definition;
  const { sqlMode, characterSet, collation } = settings;
  return `-- definer ${definer}; sql_mode ${sqlMode}; ${characterSet}, ${collation}\n${create}`;
}

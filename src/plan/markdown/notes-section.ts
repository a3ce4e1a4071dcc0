/** What a plan means for others than its tables. Pure. */
import type { Plan } from '../plan.js';
import { planNotes } from '../plan-notes.js';
import { budgeted } from './budgeted.js';
import { count, inline } from './markup.js';

const bytesForNotes = 2000;

/** All of them; as many as fit. */
export function notes(plan: Plan): readonly string[] {
  const items = planNotes(plan).map(note => `- ${inline(note, note.length)}`);
  if (items.length === 0) return [];
  const left = (number: number) => `- _${count(number, 'note')} more: \`dbshift plan\` shows all_`;
  return [items.join('\n'), budgeted(items, { bytes: bytesForNotes, left })];
}

/** Findings that say the same of many programs: told together, with each of their places. Pure. */
import { type ProgramFinding, placeOfFinding } from './program-finding.js';

/** `finding` is the first of them, by its place. */
export type Alike = { readonly finding: ProgramFinding; readonly others: readonly ProgramFinding[] };

/** In the order of the first ones. */
export function foldAlike(findings: readonly ProgramFinding[]): readonly Alike[] {
  const folded = new Map<string, { readonly finding: ProgramFinding; readonly others: ProgramFinding[] }>();
  for (const finding of findings) {
    const { id, severity, message, hint, accepted } = finding;
    const key = JSON.stringify([id, severity, message, hint, accepted]);
    const alike = folded.get(key);
    if (alike === undefined) folded.set(key, { finding, others: [] });
    else alike.others.push(finding);
  }
  return [...folded.values()];
}

/** More than that nobody reads. */
const mostOthers = 10;

/** `the same of 2 others: p2 (p.sql:3:18), p3 (p.sql:7:18)`; empty where there is none. */
export function describeOthers(others: readonly ProgramFinding[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, mostOthers).map(other => `${other.subject} (${placeOfFinding(other)})`);
  const more = others.length > mostOthers ? `, and ${others.length - mostOthers} more` : '';
  const count = others.length === 1 ? 'of' : `of ${others.length} others:`;
  return `the same ${count} ${named.join(', ')}${more}`;
}

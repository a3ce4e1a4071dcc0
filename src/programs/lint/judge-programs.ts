/** Brings what was seen in programs into findings, with what the configuration accepts of them. Pure. */
import { type LintAcceptance, matchAcceptance, unusedAcceptances } from '../../plan/lint/acceptance.js';
import type { Wanted } from '../program.js';
import type { ProgramFinding } from './program-finding.js';
import type { LintedProgram, ProgramRule, Remark } from './program-rule.js';
import { programRules } from './rules.js';

/** A remark with the rule that it is one of. */
export type Seen = { readonly wanted: Wanted; readonly rule: ProgramRule; readonly remark: Remark };

/** What needs no server. */
export function judgeProgram(program: LintedProgram): readonly Seen[] {
  return programRules.flatMap(rule =>
    (rule.check?.(program) ?? []).map(remark => ({ wanted: program.wanted, rule, remark })),
  );
}

/** In the order of the places. */
export function findingsOf(
  seen: readonly Seen[],
  accept: readonly LintAcceptance[],
): readonly ProgramFinding[] {
  return seen.map(one => toFinding(one, accept)).sort(byPlace);
}

/** Notes on acceptances of these rules that accept nothing of all programs. */
export function unusedAmong(
  findings: readonly ProgramFinding[],
  accept: readonly LintAcceptance[],
): readonly ProgramFinding[] {
  const own = accept.filter(({ id }) => programRules.some(rule => rule.id === id));
  return unusedAcceptances(own, findings).map(note => ({ ...note, column: 1 }));
}

function toFinding({ wanted, rule, remark }: Seen, accept: readonly LintAcceptance[]): ProgramFinding {
  const { id, severity, why } = rule;
  const { message, variable, hint = rule.hint } = remark;
  const subject = variable === undefined ? wanted.name : `${wanted.name}.${variable}`;
  const found = {
    id,
    severity,
    file: wanted.file,
    ...placeOf(wanted, remark.at),
    subject,
    message,
    why,
    hint,
  };
  return { ...found, accepted: accept.find(entry => matchAcceptance(entry, found))?.reason ?? null };
}

/** In the file, of an offset in the text of the statement. */
function placeOf({ text, line, column }: Wanted, at: number): Pick<ProgramFinding, 'line' | 'column'> {
  const before = text.slice(0, at).split('\n');
  const last = before.at(-1)?.length ?? 0;
  return before.length === 1
    ? { line, column: column + last }
    : { line: line + before.length - 1, column: last + 1 };
}

const gravity = { error: 0, warning: 1, note: 2 };

function byPlace(one: ProgramFinding, other: ProgramFinding): number {
  return (
    (one.file < other.file ? -1 : Number(one.file > other.file)) ||
    one.line - other.line ||
    one.column - other.column ||
    gravity[one.severity] - gravity[other.severity]
  );
}

/**
 * A plan as workflow commands of GitHub Actions, which become annotations on files and lines of a pull request. Pure.
 * GitHub shows ten errors and ten warnings of a step: refusals come first.
 */
import type { Finding } from '../../errors.js';
import { describeLint, isEntry } from '../../plan/lint/describe-lint.js';
import type { LintFinding } from '../../plan/lint/lint-finding.js';
import { describeOutcome } from '../../plan/outcome.js';
import type { Plan } from '../../plan/plan.js';

export type AnnotationPlaces = {
  /** Path of a file relative to the root of the repository, with slashes; null for one that is not in it. */
  pathOf(file: string): string | null;
};

type Annotation = {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly file: string | null;
  /** Of a script nobody knows the lines. */
  readonly line: number | null;
  readonly message: string;
};

export function annotations(plan: Plan, { pathOf }: AnnotationPlaces): readonly string[] {
  const lint = plan.review?.lint ?? [];
  const told = new Set(lint.map(finding => keyOf(finding.id, describeLint(finding).place)));
  const all: readonly Annotation[] = [
    ...plan.refusals.filter(({ id, where }) => !told.has(keyOf(id, where))).map(ofRefusal),
    ...lint.map(ofLint),
    { level: 'notice', title: 'dbshift plan', file: null, line: null, message: describeOutcome(plan) },
  ];
  return all.map(annotation =>
    command({ ...annotation, file: annotation.file === null ? null : pathOf(annotation.file) }),
  );
}

function keyOf(id: string, place: string): string {
  return JSON.stringify([id, place]);
}

function ofRefusal({ id, where, message, hint }: Finding): Annotation {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return { level: 'error', title: `dbshift: ${id}`, ...placeIn(where), message: text };
}

/** `dir/1.sql:3`, `dir/1.js (statement 3)`, or the name of a file alone. */
function placeIn(where: string): Pick<Annotation, 'file' | 'line'> {
  const [, statement] = /^(.*) \(statement \d+\)$/su.exec(where) ?? [];
  if (statement !== undefined) return { file: statement, line: null };
  const [, file, line] = /^(.*):(\d+)$/su.exec(where) ?? [];
  return file === undefined ? { file: where, line: null } : { file, line: Number(line) };
}

const levels = { error: 'error', warning: 'warning', note: 'notice' } as const;

function ofLint(finding: LintFinding): Annotation {
  const { state, place, message, explanation } = describeLint(finding);
  const entry = isEntry(finding.file);
  return {
    level: state === 'accepted' ? 'notice' : levels[state],
    title: `dbshift: ${finding.id}`,
    file: entry ? null : finding.file,
    line: finding.file.endsWith('.sql') ? finding.line : null,
    message: `${entry ? `${place}: ` : ''}${message}\n${explanation}`,
  };
}

/** `::error file=a.sql,line=3,title=x::message`. */
function command({ level, file, line, title, message }: Annotation): string {
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(file === null || line === null ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

/** As the runner reads them back: only these characters end a message, or a property. */
function data(text: string): string {
  return text.replace(/%/gu, '%25').replace(/\r/gu, '%0D').replace(/\n/gu, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/gu, '%3A').replace(/,/gu, '%2C');
}

/** Turns an error into what a person reads, or what a program reads. Never a stack, unless it is asked for. */
import { type Finding, ShiftError } from '../errors.js';
import { describeFindings } from './render/findings.js';

export type ErrorEvent = {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly findings?: readonly Finding[];
};

/** `stack`: the person asked for it, with DBSHIFT_DEBUG=1. */
export function describeError(error: unknown, { stack }: { stack: boolean }): string {
  const told = error instanceof ShiftError ? linesOf(error) : bugLines(error);
  // A server's text may hold anything that somebody wrote into a table: it must not steer the terminal.
  return [...told, ...(stack ? [stackOf(error)] : [])].join('\n').replace(/[^\P{Cc}\n]/gu, ' ');
}

function linesOf(error: ShiftError): readonly string[] {
  const { message, findings, hint } = error;
  return [
    `error: ${message}`,
    ...(findings.every(finding => isAllOf(error, finding)) ? [] : describeFindings(findings)),
    ...(hint === undefined ? [] : [`hint:  ${hint}`]),
  ];
}

/** A finding that is the whole error is told by its message. */
function isAllOf({ message, hint }: ShiftError, finding: Finding): boolean {
  return message === `${finding.where}: ${finding.message}` && hint === finding.hint;
}

function bugLines(error: unknown): readonly string[] {
  return [
    `error: this is a bug in dbshift: ${nameOf(error)}`,
    'hint:  report it, with what the same command prints under DBSHIFT_DEBUG=1',
  ];
}

/** The same as the last line of `--json`. */
export function errorEvent(error: unknown): ErrorEvent {
  if (!(error instanceof ShiftError)) return { type: 'error', code: 'bug', message: nameOf(error) };
  const { code, message, hint, findings } = error;
  return {
    type: 'error',
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Stacks alone: an inspected error would show its properties too, among them the SQL text with its values. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

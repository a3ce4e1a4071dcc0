/**
 * Results of tests in the Test Anything Protocol, version 13, which every consumer reads: one line for each test, and
 * below one that failed a block of YAML with its place, its reason and the difference. Pure.
 */
import type { TestResult } from '../../run/programs/run-test.js';

export function tapHead(count: number, server: string): readonly string[] {
  return ['TAP version 13', `1..${count}`, `# on ${oneLine(server)}`];
}

/** `number` counts from 1. */
export function tapResult({ test, failure, ms }: TestResult, number: number): readonly string[] {
  const point = `ok ${number} - ${escaped(`${test.file}: ${test.name}`)}`;
  if (failure === null) return [point];
  const { line, message, diff } = failure;
  return [
    `not ${point}`,
    '  ---',
    `  message: ${JSON.stringify(message)}`,
    `  at: ${JSON.stringify(`${test.file}:${line}`)}`,
    ...(diff === undefined ? [] : ['  diff: |', ...indented(diff)]),
    `  duration_ms: ${ms}`,
    '  ...',
  ];
}

export function tapEnd(results: readonly TestResult[]): string {
  const failed = results.filter(({ failure }) => failure !== null).length;
  return `# ${results.length - failed} passed, ${failed} failed`;
}

/** Nothing of what was planned and is missing will come. */
export function tapBailOut(reason: string): string {
  return `Bail out! ${oneLine(reason)}`;
}

/**
 * By two for the block and two for the text. That begins with no blank, so YAML needs no number for it, which `prove`
 * would not read.
 */
function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `    ${line.replace(/\p{Cc}/gu, ' ')}`);
}

/** A number sign would begin a directive such as SKIP. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

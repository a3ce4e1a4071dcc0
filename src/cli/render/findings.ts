/** Findings as an aligned list: where, what is wrong, and below it what to do. */
import type { Finding } from '../../errors.js';
import { align } from './align.js';

/** A place that is longer stands on a line of its own, so that the rest still fits on the screen. */
const widestPlace = 32;

/** What is said of several places in a row is told once, at the last of them. */
export function describeFindings(all: readonly Finding[]): readonly string[] {
  const findings = all.filter(
    (one, at) => one.where !== all[at + 1]?.where || !saysTheSame(one, all[at + 1]),
  );
  const wide = findings.some(({ where }) => where.length > widestPlace);
  const lines = findings.flatMap((finding, index) => {
    const repeated = index > 0 && finding.where === findings[index - 1]?.where;
    const place = repeated ? '' : finding.where;
    if (saysTheSame(finding, findings[index + 1])) return repeated ? [] : [[place]];
    const told = linesOf(finding);
    if (!wide) return told.map((line, row) => [row === 0 ? place : '', line]);
    return [...(repeated ? [] : [[place]]), ...told.map(line => [`  ${line}`])];
  });
  return (wide ? lines.flat() : align(lines)).map(line => `  ${line}`);
}

function saysTheSame({ message, hint }: Finding, next: Finding | undefined): boolean {
  return next !== undefined && next.message === message && next.hint === hint;
}

function linesOf({ message, hint }: Finding): readonly string[] {
  return [...message.split('\n'), ...(hint === undefined ? [] : [`→ ${hint}`])];
}

/** Findings as an aligned list: where, what is wrong, and below it what to do. */
import type { Finding } from '../../errors.js';
import { align } from './align.js';

export function describeFindings(findings: readonly Finding[]): readonly string[] {
  const rows = findings.flatMap(({ where, message, hint }) => {
    const lines = [...message.split('\n'), ...(hint === undefined ? [] : [`→ ${hint}`])];
    return lines.map((line, index) => [index === 0 ? where : '', line]);
  });
  return align(rows).map(line => `  ${line}`);
}

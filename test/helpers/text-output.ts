/** An output that keeps what is printed, and no colours. */
import pc from 'picocolors';
import type { Output } from '../../src/cli/output.js';

export type TextOutput = Output & {
  /** What standard output would show. */
  text(): string;
};

export function newTextOutput(): TextOutput {
  const lines: string[] = [];
  return {
    print: line => lines.push(`${line}\n`),
    warn: () => undefined,
    passing: null,
    clear: () => undefined,
    live: false,
    canAsk: false,
    colors: pc.createColors(false),
    text: () => lines.join(''),
  };
}

/** Asks a person at the terminal for yes or no. */
import { createInterface } from 'node:readline/promises';

/** Only `y` and `yes` are yes; the end of the input is no. Rejects with an AbortError when `signal` is aborted. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  // Not in raw mode: Ctrl-C stays a signal, for the one place that knows what it means.
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  const inputEnded = new AbortController();
  terminal.once('close', () => inputEnded.abort());
  try {
    const either = AbortSignal.any([signal, inputEnded.signal]);
    const answer = await terminal.question(`${question} [y/N] `, { signal: either });
    return /^y(es)?$/iu.test(answer.trim());
  } catch (error) {
    process.stdout.write('\n');
    if (signal.aborted) throw error;
    return false;
  } finally {
    terminal.close();
  }
}

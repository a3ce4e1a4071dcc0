/** What every command is given besides its own options. */
import type { Output } from './output.js';

export type Context = {
  readonly output: Output;
  /** Working directory: where the search for the configuration begins. */
  readonly cwd: string;
  /** `--config`. */
  readonly config?: string;
  /** `--json`: for programs. Nobody is asked then. */
  readonly json: boolean;
};

/** Whether a question would reach a person. */
export function canAsk({ output, json }: Context): boolean {
  return output.canAsk && !json;
}

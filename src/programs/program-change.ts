/** What a deploy does to one program on one server, as data: what is there, and what is to be there. */
import type { Definition, ProgramId } from './program.js';

export type ProgramChange = ProgramId & {
  /** As the server has it before; null: it has none. */
  readonly before: Definition | null;
  /** As it is to be, in the words of the workspace's server; null: it is dropped. */
  readonly after: Definition | null;
  /** `procedures/register_lb.sql:3`, for messages. */
  readonly where?: string;
};

/** For people and machines. */
export function changeWord({ before, after }: ProgramChange): 'create' | 'replace' | 'drop' {
  if (after === null) return 'drop';
  return before === null ? 'create' : 'replace';
}

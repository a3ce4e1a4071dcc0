/** What is wrong with a program of a file, at its place there. Pure. */
import type { Finding } from '../errors.js';
import { programTitle, type Wanted } from './program.js';

/** `text` is the server's own. Where that counts lines of the statement, the place is that line of the file. */
export function refusedProgram(wanted: Wanted, text: string): Finding {
  const line = Number(/ at line (\d+)$/.exec(text)?.[1] ?? 1);
  const at =
    line === 1 ? `${wanted.line}:${wanted.column}` : `${wanted.line + headLines(wanted) + line - 1}:1`;
  return {
    id: 'program-refused',
    where: `${wanted.file}:${at}`,
    message: `the server refuses ${programTitle(wanted)}: ${text}`,
  };
}

/** Of what stands in the file and is not sent. */
function headLines({ text, create }: Wanted): number {
  const lines = (sql: string) => sql.split('\n').length;
  return lines(text.trimEnd()) - lines(create.trimEnd());
}

/** An event that is over by the time it is made: the server takes the statement and keeps nothing. */
export function unkeptProgram(wanted: Wanted): Finding {
  return {
    id: 'program-not-kept',
    where: `${wanted.file}:${wanted.line}:${wanted.column}`,
    message: `the server does not keep ${programTitle(wanted)}: its time is over`,
    hint: 'state a later time or ON COMPLETION PRESERVE, or remove the file',
  };
}

/** Events as `server/program-catalog.ts` writes them: each clause on a line of its own, then DO and the body. Pure. */

/**
 * With what the file left to the server, as one that is there has it: the first time, as long as its schedule is the
 * same, and whether it is on, which is a matter of those who run the pair.
 */
export function withUnstatedClauses(wanted: string, found: string): string {
  const [clauses, others] = [clausesOf(wanted), clausesOf(found)];
  const sameSchedule = clauses.find(isSchedule) === others.find(isSchedule);
  const starts = clauses.find(isStarts) ?? (sameSchedule ? others.find(isStarts) : undefined);
  const status = others.find(isStatus);
  const lines = clauses
    .filter(line => !isStarts(line) && !isStatus(line))
    .flatMap(line => (isSchedule(line) && starts !== undefined ? [line, starts] : [line]))
    .flatMap(line => (isCompletion(line) && status !== undefined ? [line, status] : [line]));
  return joined(lines, wanted);
}

export function withoutStarts(create: string): string {
  return joined(
    clausesOf(create).filter(line => !isStarts(line)),
    create,
  );
}

export function withoutStatus(create: string): string {
  return joined(
    clausesOf(create).filter(line => !isStatus(line)),
    create,
  );
}

/** The last time at which it runs, in its own zone, and goes; null where it stays, as it does with PRESERVE. */
export function lastTime(create: string): string | null {
  const clauses = clausesOf(create);
  if (!clauses.includes('  ON COMPLETION NOT PRESERVE')) return null;
  const ends = clauses.flatMap(line => /^ {2}(?:ON SCHEDULE AT|ENDS) '(.+)'$/.exec(line)?.[1] ?? []);
  return ends[0] ?? null;
}

const isSchedule = (line: string): boolean => line.startsWith('  ON SCHEDULE ');
const isStarts = (line: string): boolean => line.startsWith('  STARTS ');
const isCompletion = (line: string): boolean => line.startsWith('  ON COMPLETION ');
const isStatus = (line: string): boolean => line === '  DISABLE';

function clausesOf(create: string): readonly string[] {
  return create.slice(0, bodyAt(create)).split('\n');
}

function joined(clauses: readonly string[], create: string): string {
  return `${clauses.join('\n')}${create.slice(bodyAt(create))}`;
}

/** Of the line break in front of DO. */
function bodyAt(create: string): number {
  return create.indexOf('\nDO\n');
}

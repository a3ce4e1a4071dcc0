/** Why a statement may not stand in a program file. */
import { openReader } from '../sql/reader.js';
import type { Problem } from '../sql/source.js';
import type { DdlObject, StatementClass } from '../sql/statement-class.js';

/** For whatever neither makes a program nor declares what one needs. */
export function refuseStatement(sql: string, classified: StatementClass): Problem {
  if (classified.kind === 'ddl') return refuseDdl(classified);
  const word = openReader(sql).peek().raw.toUpperCase();
  const hint = hints[classified.kind] ?? 'Remove it.';
  return { id: 'not-a-program', message: `${word} makes no stored program.`, hint };
}

const hints: Readonly<Partial<Record<StatementClass['kind'], string>>> = {
  write: 'Put what changes rows into a migration, and a CALL that tries a program into the folder test.',
  read: 'Put what tries a program into the folder test.',
  account: 'Manage accounts and grants outside of this folder; replacing a program keeps its grants.',
  transaction: 'If it begins the body of a program, a delimiter stands between the head and the body.',
  unknown: 'If it is part of a body, put DELIMITER around the whole program.',
};

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

function refuseDdl({ verb, object }: Ddl): Problem {
  const words = `${verb} ${object === 'other' ? '…' : object}`.toUpperCase();
  const of = (id: string, message: string, hint: string) => ({ id, message: `${words} ${message}.`, hint });
  if (!PROGRAMS.has(object))
    return of('not-a-program', 'makes no stored program', objectHints[object] ?? 'Run it by hand.');
  if (verb === 'drop') {
    const hint = `Write ${words} IF EXISTS, or nothing: a deploy replaces programs by itself.`;
    return of('drop-without-if-exists', 'fails where there is no such program', hint);
  }
  return verb === 'create'
    ? of(
        'not-a-program',
        'is not understood',
        'Write CREATE, the kind, the name and the body, and nothing around it.',
      )
    : of('not-a-program', 'does not say what the whole program is', 'Write its CREATE as it is to be.');
}

const PROGRAMS = new Set(['procedure', 'function', 'trigger', 'event', 'view']);

const objectHints: Readonly<Partial<Record<DdlObject, string>>> = {
  table: 'Put it into a migration.',
  index: 'Put it into a migration.',
  sequence: 'Put it into a migration.',
  package: 'Packages are not deployed: write procedures and functions.',
};

export function otherSchema(name: string, database: string): Problem {
  return {
    id: 'other-schema',
    message: `It names the database ${name}; the configuration has ${database}.`,
    hint: 'Leave the name of the database out.',
  };
}

export const WITHOUT_BODY: Problem = {
  id: 'no-body',
  message: 'The program has no body.',
  hint: 'Write one; if it stands behind this place, a delimiter stands in front of it.',
};

export const MOVING_TIME: Problem = {
  id: 'moving-time',
  message: 'The event has a time that is another one whenever the file is read.',
  hint: "Write the time itself, such as STARTS '2027-01-01 03:00:00'.",
};

export const SOMETIMES_SKIPPED: Problem = {
  id: 'executable-comment',
  message: 'The head of this program stands in a comment that some servers run and others skip.',
  hint: 'Write it without the comment.',
};

/**
 * What of a program a server can be asked to prepare, to hear which names in it are unknown: each statement with its
 * variables as placeholders, each expression as a SELECT. Nothing of it is ever executed.
 */

import { quoteIdentifier } from '../../sql/identifier.js';
import type { Lexeme } from '../../sql/reader.js';
import { endOf } from './lexemes.js';
import type { Placed } from './placed.js';
import { expressionsOf, placedPartsOf } from './placed-parts.js';
import { allSteps, type Block, type ProgramReading, type Step } from './read-program.js';
import { itemName, type Use, usesIn } from './uses.js';

export type Trial = {
  /** To be prepared. */
  readonly sql: string;
  /** Where it begins in the text of the program. */
  readonly at: number;
  /** Names of tables and routines may stand for variables here: an unknown column proves nothing. */
  readonly doubtful: boolean;
  /** Whether placeholders stand where rows are grouped: two are never equal, though the variable in their place is. */
  readonly groupsByUnknown: boolean;
  /** As they stand in the program. */
  readonly words: readonly Placed[];
  /** Schemas that stand before a table, in lower case. */
  readonly schemas: readonly string[];
};

export function trialsOf(reading: ProgramReading): readonly Trial[] {
  return allSteps(reading.steps).flatMap(step =>
    partsOf(step).map(({ placed, prefix }) => trial(reading, step.block, { placed, prefix })),
  );
}

type Part = { readonly placed: readonly Placed[]; readonly prefix: '' | 'SELECT ' };

function partsOf(step: Step): readonly Part[] {
  if (intoFile(step.lexemes)) return [];
  const prefix = expressionsOf(step) === undefined ? '' : 'SELECT ';
  return placedPartsOf(step).map(placed => ({ placed, prefix }));
}

function intoFile(lexemes: readonly Lexeme[]): boolean {
  return lexemes.some(({ word }) => word === 'OUTFILE' || word === 'DUMPFILE');
}

type Edit = { readonly from: number; readonly to: number; readonly by: string };

function trial({ text, kind }: ProgramReading, block: Block, { placed, prefix }: Part): Trial {
  const { uses, doubtful } = usesIn(placed, block);
  const rows = kind === 'trigger' ? rowFields(placed) : [];
  const edits = [...uses.map(use => editOf(use, placed)), ...rows, ...intoEdit(placed)];
  const at = placed[0]?.start ?? 0;
  const end = placed.at(-1);
  return {
    sql: prefix + edited(text, { from: at, to: end === undefined ? at : endOf(end) }, edits),
    ...{ at, doubtful, groupsByUnknown: rows.length > 0 || uses.some(use => isGrouped(use, placed)) },
    words: placed,
    schemas: schemasIn(placed),
  };
}

function schemasIn(placed: readonly Placed[]): readonly string[] {
  const queries = new Set(placed.map(({ query }) => query));
  return [...queries].flatMap(query => query?.tables.flatMap(({ schema }) => schema ?? []) ?? []);
}

function isGrouped({ at }: Use, placed: readonly Placed[]): boolean {
  const group = placed.findIndex(({ word }) => word === 'GROUP');
  return at.clause === 'select' || (group !== -1 && placed.indexOf(at) > group);
}

/** An item of a list of results gives its name to a column, by which something around it may ask for it. */
function editOf(use: Use, placed: readonly Placed[]): Edit {
  const index = placed.indexOf(use.at);
  const last = placed[index + use.words - 1] ?? use.at;
  const by = use.as === 'item' ? `? AS ${quoteIdentifier(itemName(use))}` : '?';
  return { from: use.at.start, to: endOf(last), by };
}

/** `NEW.column` and `OLD.column` of a trigger: that they are there, the server has seen when it made the trigger. */
function rowFields(placed: readonly Placed[]): readonly Edit[] {
  return placed.flatMap(({ word, start }, index) => {
    const [dot, field] = [placed[index + 1], placed[index + 2]];
    if ((word !== 'NEW' && word !== 'OLD') || dot?.raw !== '.' || field === undefined) return [];
    return [{ from: start, to: endOf(field), by: '?' }];
  });
}

/** Results go into variables of the session, as many. */
function intoEdit(placed: readonly Placed[]): readonly Edit[] {
  const into = placed.filter(({ clause }) => clause === 'into');
  const [first, last] = [into[0], into.at(-1)];
  if (first === undefined || last === undefined) return [];
  const count = into.filter(({ raw }) => raw === ',').length + 1;
  const targets = Array.from({ length: count }, (_, at) => `@dbshift_lint_${at}`);
  return [{ from: first.start, to: endOf(last), by: `INTO ${targets.join(', ')}` }];
}

function edited(text: string, { from, to }: Omit<Edit, 'by'>, edits: readonly Edit[]): string {
  let sql = '';
  let at = from;
  for (const edit of [...edits].sort((one, other) => one.from - other.from)) {
    sql += text.slice(at, edit.from) + edit.by;
    at = edit.to;
  }
  return sql + text.slice(at, to);
}

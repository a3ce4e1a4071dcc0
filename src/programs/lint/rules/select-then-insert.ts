/** Looking whether a row is there, and inserting it by the answer: two callers at once both find none. */
import type { Table } from '../../../plan/structure.js';
import { assignmentsOf } from '../assignments.js';
import { isNameLike, nameKey } from '../lexemes.js';
import type { Placed } from '../placed.js';
import { placedPartsOf } from '../placed-parts.js';
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';
import { allSteps, handlersOf, type Step, verbOf } from '../read-program.js';

export const selectThenInsert: ProgramRule = {
  id: 'select-then-insert',
  severity: 'warning',
  why: 'two callers at once both find no row, and both insert one, or one of them fails',
  hint: 'a unique key over what is looked for, and INSERT … ON DUPLICATE KEY UPDATE',
  check: program => {
    const steps = allSteps(program.reading.steps);
    const looks = steps.flatMap(step => looksOf(step, program));
    return steps
      .filter(({ kind, inside }) => kind === 'expression' && inside.length > 0)
      .flatMap(branch => insertsAfter(branch, [...looks, ...conditionLooks(branch, program)], program))
      .filter((remark, index, all) => all.findIndex(({ at }) => at === remark.at) === index);
  },
};

/** A query for rows of one table by equality, and where its answer is kept. */
type Look = { readonly table: string; readonly columns: readonly string[]; readonly into: string | null };

function looksOf(step: Step, program: LintedProgram): readonly Look[] {
  const found = placedPartsOf(step).flatMap(placed => lookOf(placed, program));
  return assignmentsOf(step).flatMap(({ target }) => found.map(look => ({ ...look, into: target })));
}

/** `IF EXISTS (SELECT …)`: the answer is used at once. */
function conditionLooks(branch: Step, program: LintedProgram): readonly Look[] {
  return placedPartsOf(branch).flatMap(placed => lookOf(placed, program));
}

function lookOf(placed: readonly Placed[], { known }: LintedProgram): readonly Look[] {
  const queries = [...new Set(placed.flatMap(({ query }) => query ?? []))];
  return queries.flatMap(query => {
    const [table, ...others] = query.tables;
    const columns = known.columns.get(table?.name ?? '');
    if (table === undefined || others.length > 0 || columns === undefined) return [];
    const compared = placed.filter(
      (at, index) =>
        at.query === query &&
        at.clause === 'expression' &&
        isNameLike(at) &&
        columns.has(nameKey(at)) &&
        (placed[index + 1]?.raw === '=' || placed[index - 1]?.raw === '='),
    );
    return compared.length === 0 ? [] : [{ table: table.name, columns: compared.map(nameKey), into: null }];
  });
}

function insertsAfter(branch: Step, looks: readonly Look[], program: LintedProgram): readonly Remark[] {
  const names = new Set(branch.lexemes.filter(isNameLike).map(nameKey));
  const asked = looks.filter(({ into }) => into === null || names.has(into.replace('@', '')));
  return allSteps(branch.inside).flatMap(step => {
    const look = isPlainInsert(step) ? asked.find(({ table }) => table === tableInserted(step)) : undefined;
    const at = step.lexemes[0]?.start ?? 0;
    if (look === undefined || isGuarded(step, at, program)) return [];
    return [
      {
        at,
        message: `a row of ${look.table} is inserted when none was found before`,
        ...hintFor(look, program),
      },
    ];
  });
}

function isPlainInsert(step: Step): boolean {
  const gentle = step.lexemes.some(({ word }) => word === 'IGNORE' || word === 'DUPLICATE');
  return step.kind === 'sql' && verbOf(step) === 'INSERT' && !gentle;
}

function tableInserted(step: Step): string | undefined {
  return placedPartsOf(step)[0]?.[0]?.query?.tables[0]?.name;
}

/** By a named lock that callers take first, or by a handler for the one that comes second. */
function isGuarded({ block }: Step, at: number, { reading }: LintedProgram): boolean {
  const locked = reading.lexemes.some(({ word, start }) => word === 'GET_LOCK' && start < at);
  return locked || handlersOf(block).some(({ conditions }) => conditions.some(name => duplicate.test(name)));
}

const duplicate = /^(?:1062|1586|SQLSTATE '23000')$/u;

function hintFor({ table, columns }: Look, { known }: LintedProgram): Pick<Remark, 'hint'> {
  const key = known.tables.get(table)?.keys.find(one => isOver(one, columns));
  if (key === undefined)
    return { hint: `a unique key over (${columns.join(', ')}), and INSERT … ON DUPLICATE KEY UPDATE` };
  return { hint: `the unique key ${key.name} tells it: INSERT … ON DUPLICATE KEY UPDATE` };
}

function isOver({ unique, columns }: Table['keys'][number], compared: readonly string[]): boolean {
  return unique && columns.every(column => compared.includes(column.toLowerCase()));
}

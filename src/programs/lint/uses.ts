/** Where a statement uses the variables of its program. */
import { bareName, isNameLike, nameKey } from './lexemes.js';
import type { Placed } from './placed.js';
import { type Block, findVariable, type Variable } from './read-program.js';

export type Use = {
  readonly at: Placed;
  readonly variable: Variable;
  /** `item`: alone in a list of results, which names the column that it makes. */
  readonly as: 'value' | 'item';
  /** How many words it takes: three for a field of a record. */
  readonly words: 1 | 3;
};

export type Uses = {
  readonly uses: readonly Use[];
  /** Names of variables in places that this reading does not understand: nobody can say what they mean. */
  readonly doubtful: boolean;
};

/** `block`: of the step whose words these are. */
export function usesIn(placed: readonly Placed[], block: Block): Uses {
  const known = found.get(placed);
  if (known !== undefined) return known;
  const uses = readUses(placed, block);
  found.set(placed, uses);
  return uses;
}

/** Several rules ask for the same. */
const found = new WeakMap<readonly Placed[], Uses>();

function readUses(placed: readonly Placed[], block: Block): Uses {
  const uses: Use[] = [];
  let doubtful = false;
  for (const [index, at] of placed.entries()) {
    const variable = isNameLike(at) ? findVariable(block, nameKey(at)) : undefined;
    if (variable === undefined) continue;
    const use = readUse(placed, index, variable);
    if (use === 'doubtful') doubtful = true;
    else if (use !== 'other') uses.push(use);
  }
  return { uses, doubtful };
}

const valueClauses = new Set(['select', 'expression', 'values']);

function readUse(placed: readonly Placed[], index: number, variable: Variable): Use | 'doubtful' | 'other' {
  const [before, at, next] = [placed[index - 1], placed[index], placed[index + 1]];
  if (at === undefined || !valueClauses.has(at.clause)) return 'other';
  if (before?.raw === '.' || before?.raw === '@' || before?.word === 'AS' || next?.raw === '(')
    return 'other';
  if (next?.raw === '.' && variable.role !== 'record') return 'other';
  if (before?.raw === '(' && unitFirst.has(placed[index - 2]?.word ?? '')) return 'other';
  if (next?.kind === 'string') return 'doubtful';
  if (before !== undefined && !mayPrecedeValue(before)) return 'doubtful';
  if (next?.raw === '.') return { at, variable, as: 'value', words: 3 };
  return { at, variable, as: isItem(placed, index) ? 'item' : 'value', words: 1 };
}

/** Functions that begin with a unit of time. */
const unitFirst = new Set(['EXTRACT', 'TIMESTAMPDIFF', 'TIMESTAMPADD']);

/** Behind anything else a name is an alias, a unit of time, or a word of the grammar. */
function mayPrecedeValue({ kind, raw, word }: Placed): boolean {
  return kind === 'symbol' ? raw !== ')' : valueFollows.has(word);
}

const valueFollows = new Set(
  [
    'SELECT DISTINCT DISTINCTROW ALL SQL_CALC_FOUND_ROWS SQL_NO_CACHE HIGH_PRIORITY WHERE ON HAVING BY LIMIT OFFSET DO',
    'AND OR XOR NOT IN LIKE BETWEEN REGEXP RLIKE DIV MOD BINARY ESCAPE IS CASE WHEN THEN ELSE INTERVAL SEPARATOR',
    'FROM FOR BOTH LEADING TRAILING AGAINST RETURNING ANY SOME',
  ]
    .join(' ')
    .split(' '),
);

function isItem(placed: readonly Placed[], index: number): boolean {
  const [before, at, next] = [placed[index - 1], placed[index], placed[index + 1]];
  if (at === undefined || at.clause !== 'select' || !at.direct) return false;
  const begins = before?.raw === ',' || beforeItem.has(before?.word ?? '');
  return begins && (next === undefined || behindItem.has(next.word));
}

const beforeItem = new Set('SELECT DISTINCT DISTINCTROW ALL SQL_CALC_FOUND_ROWS SQL_NO_CACHE'.split(' '));
const behindItem = new Set(
  ', ) FROM INTO WHERE UNION EXCEPT INTERSECT LIMIT ORDER GROUP HAVING FOR LOCK'.split(' '),
);

/** The name that an item gives to its column. */
export function itemName({ at }: Use): string {
  return bareName(at);
}

/**
 * Follows the blocks of a stored program's body word by word, so that the semicolons inside it can be told from
 * the one that ends it. Knows just enough grammar to see where a statement begins: only there do IF, REPEAT and
 * END mean a block, elsewhere they are functions, clauses and plain names.
 */

/** Letters of SQLSTATE: what is longer means nothing here. */
export const LONGEST_KEYWORD = 8;

/** Feed it every word and symbol of the body; a word in upper case, quoted things and long ones as the empty word. */
export type BodyTracker = {
  feed(word: string): void;
  /** Inside a block, a semicolon does not end the program. */
  inBlock(): boolean;
};

type Block =
  | { readonly kind: 'begin' | 'if' | 'case' | 'loop' }
  /** CASE inside an expression: its THEN and ELSE are followed by values. */
  | { readonly kind: 'case-expression' }
  /** Until DO, the condition of WHILE or FOR. */
  | { readonly kind: 'while'; inCondition: boolean }
  /** Behind UNTIL, END follows without a semicolon. */
  | { readonly kind: 'repeat'; inCondition: boolean };

export function trackBody(): BodyTracker {
  const blocks: Block[] = [];
  const handler = trackHandler();
  let previous = '';
  let atStart = true;
  let mayBeLabel = false;

  const feed = (given: string): void => {
    const word = previous === '@' || previous === '.' ? '' : given;
    const begins = handler.feed(word, atStart) || atStart;
    const isLabel = word === ':' && mayBeLabel;
    mayBeLabel = begins && !OPENERS[word];
    atStart = isLabel || (begins ? feedFirst(blocks, word) : feedFurther(blocks, word, previous));
    previous = word || given;
  };
  return { feed, inBlock: () => blocks.length > 0 };
}

const OPENERS: Readonly<Record<string, () => Block>> = {
  BEGIN: () => ({ kind: 'begin' }),
  IF: () => ({ kind: 'if' }),
  CASE: () => ({ kind: 'case' }),
  LOOP: () => ({ kind: 'loop' }),
  REPEAT: () => ({ kind: 'repeat', inCondition: false }),
  WHILE: () => ({ kind: 'while', inCondition: true }),
  FOR: () => ({ kind: 'while', inCondition: true }),
};

/** Behind these another statement begins; NOT ATOMIC belongs to BEGIN, and no statement starts with either. */
const BEFORE_STATEMENT = new Set(['BEGIN', 'LOOP', 'REPEAT', 'ELSE', ';', 'NOT', 'ATOMIC']);

/** The first word of a statement. Answers whether a statement begins behind it. */
function feedFirst(blocks: Block[], word: string): boolean {
  const open = OPENERS[word];
  const block = blocks.at(-1);
  if (open) blocks.push(open());
  else if (word === 'END') blocks.pop();
  else if (word === 'UNTIL' && block?.kind === 'repeat') block.inCondition = true;
  return BEFORE_STATEMENT.has(word);
}

/** Any other word of a statement; the CASE of END CASE opens nothing. Answers whether a statement begins behind it. */
function feedFurther(blocks: Block[], word: string, previous: string): boolean {
  const block = blocks.at(-1);
  if (word === ';') return true;
  if (word === 'CASE' && previous !== 'END') blocks.push({ kind: 'case-expression' });
  else if (word === 'END' && endsInside(block)) blocks.pop();
  else if (word === 'THEN') return block?.kind === 'if' || block?.kind === 'case';
  else if (word === 'DO' && block?.kind === 'while' && block.inCondition) {
    block.inCondition = false;
    return true;
  }
  return false;
}

function endsInside(block: Block | undefined): boolean {
  return block?.kind === 'case-expression' || (block?.kind === 'repeat' && block.inCondition);
}

/**
 * DECLARE … HANDLER FOR condition, condition … is followed by a statement without anything between them: it
 * begins with the first word that is neither a condition nor a comma.
 */
function trackHandler(): { feed(word: string, atStart: boolean): boolean } {
  let expected: 'declare' | 'handler' | 'for' | 'condition' | 'comma' = 'declare';
  const next = (word: string): typeof expected => {
    if (expected === 'handler') return word === 'HANDLER' ? 'for' : 'handler';
    if (expected === 'for') return word === 'FOR' ? 'condition' : 'declare';
    if (expected === 'condition') return IN_CONDITION.has(word) ? 'condition' : 'comma';
    return word === ',' ? 'condition' : 'declare';
  };
  const feed = (word: string, atStart: boolean): boolean => {
    if (atStart) expected = word === 'DECLARE' ? 'handler' : 'declare';
    else if (expected !== 'declare') {
      const before = expected;
      expected = word === ';' ? 'declare' : next(word);
      return before === 'comma' && expected === 'declare' && word !== ';';
    }
    return false;
  };
  return { feed };
}

/** Words of a condition that are followed by the rest of it: NOT FOUND, SQLSTATE [VALUE] '…'. */
const IN_CONDITION = new Set(['NOT', 'SQLSTATE', 'VALUE']);

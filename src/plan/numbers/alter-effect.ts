/**
 * What an ALTER that a server can do without a copy does to the rows: nothing, new indexes beside them, or all of them
 * anew. The algorithm alone does not tell: MySQL says INPLACE for each of the three. Pure.
 */
import { classifyStatement } from '../../sql/classify.js';
import { alterClauses } from '../read-alter.js';

export type AlterEffect = {
  /** Indexes that are built. */
  readonly indexes: number;
  /** `perhaps`: a clause that rewrites rows or not, depending on what it changes. */
  readonly rebuild: 'yes' | 'no' | 'perhaps';
  /** Whether it is about single partitions, and so may touch a part of the rows alone. */
  readonly ofPartitions: boolean;
};

/** Null for what is neither ALTER TABLE nor CREATE or DROP INDEX. */
export function readAlterEffect(sql: string): AlterEffect | null {
  const clauses = alterClauses(sql);
  if (clauses === null) return ofIndexStatement(sql);
  const effects = clauses.map(effectOf);
  const any = (effect: ClauseEffect) => effects.includes(effect);
  return {
    indexes: effects.filter(effect => effect === 'index').length,
    rebuild: any('rebuild') ? 'yes' : any('perhaps') ? 'perhaps' : 'no',
    ofPartitions: clauses.some(words => words.includes('PARTITION') || words.includes('PARTITIONING')),
  };
}

function ofIndexStatement(sql: string): AlterEffect | null {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl' || head.object !== 'index') return null;
  const fullText = /^\s*CREATE\s+(OR\s+REPLACE\s+)?FULLTEXT\b/iu.test(sql);
  return {
    indexes: head.verb === 'create' ? 1 : 0,
    rebuild: fullText ? 'perhaps' : 'no',
    ofPartitions: false,
  };
}

type ClauseEffect = 'none' | 'index' | 'rebuild' | 'perhaps';

function effectOf(words: readonly string[]): ClauseEffect {
  const [first = '', second = ''] = words;
  switch (first) {
    case 'ADD':
      return addEffect(words);
    case 'DROP':
      return second === 'PRIMARY' ? 'rebuild' : droppedFromCatalog.has(second) ? 'none' : 'rebuild';
    case 'FORCE':
    case 'ENGINE':
    case 'ROW_FORMAT':
    case 'KEY_BLOCK_SIZE':
      return 'rebuild';
    default:
      return catalogOnly.has(first) ? 'none' : 'perhaps';
  }
}

/** A first FULLTEXT index gives each row a hidden column, a later one does not. */
function addEffect(words: readonly string[]): ClauseEffect {
  const kind = words.slice(1, 4).find(word => addedThings.has(word));
  switch (kind) {
    case undefined:
    case 'PRIMARY':
      return 'rebuild';
    case 'FULLTEXT':
    case 'PARTITION':
      return 'perhaps';
    case 'CHECK':
      return 'none';
    default:
      return 'index';
  }
}

const addedThings = new Set('INDEX KEY UNIQUE PRIMARY FULLTEXT SPATIAL FOREIGN CHECK PARTITION'.split(' '));
const droppedFromCatalog = new Set('INDEX KEY CONSTRAINT FOREIGN CHECK'.split(' '));
const catalogOnly = new Set(
  'ALGORITHM LOCK RENAME ALTER COMMENT AUTO_INCREMENT STATS_PERSISTENT STATS_AUTO_RECALC STATS_SAMPLE_PAGES'.split(
    ' ',
  ),
);

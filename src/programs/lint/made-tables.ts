/** Tables that programs themselves make or change: no server knows before how they look then. */
import { isNameLike, nameKey } from './lexemes.js';
import type { ProgramReading } from './read-program.js';

export type MadeTables = {
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  /** Whether some text that is put together makes one, and nobody can say which. */
  readonly unknown: boolean;
};

/** Of all programs together: one may make a temporary table for another that it calls. */
export function madeTables(readings: readonly ProgramReading[]): MadeTables {
  const texts = readings.flatMap(({ lexemes }) => lexemes.filter(({ kind }) => kind === 'string'));
  const inTexts = texts.flatMap(({ raw }) => [...raw.matchAll(madeInText)].map(([, name]) => name ?? ''));
  return {
    names: new Set([...readings.flatMap(namesBehindTable), ...inTexts.map(name => name.toLowerCase())]),
    unknown: inTexts.includes(''),
  };
}

const madeInText = /\b(?:CREATE|ALTER|RENAME)\b[^;]*?\bTABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?`?([\w$]*)/giu;

/** Of DDL that makes one, changes one, or gives one another name. */
function namesBehindTable({ lexemes }: ProgramReading): readonly string[] {
  return lexemes.flatMap(({ word }, index) => {
    const makes = word === 'TABLE' && makers.has(lexemes[index - 1]?.word ?? '');
    if (!makes && word !== 'TO') return [];
    const behind = lexemes.slice(index + 1, index + 7).filter(one => !modifiers.has(one.word));
    const at = behind[1]?.raw === '.' ? behind[2] : behind[0];
    return at !== undefined && isNameLike(at) ? [nameKey(at)] : [];
  });
}

const makers = new Set(['CREATE', 'REPLACE', 'TEMPORARY', 'ALTER', 'RENAME']);
const modifiers = new Set(['IF', 'NOT', 'EXISTS']);

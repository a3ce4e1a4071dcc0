/**
 * Reads a migration that is an .sql file: its statements, and behind a marker line those that take it back.
 * Whether the statements are ones that a migration may have is for the caller to judge, USE included.
 */
import { ConfigError } from '../errors.js';
import { openSource, type Problem, refusal, type Source } from './source.js';
import { type Piece, type Statement, splitSql, statementsOf } from './split.js';
import { lineComment, tokenAt } from './token.js';

/** `down` is null when the file has no down part, and empty when it says that there is nothing to do. */
export type SqlMigration = {
  readonly up: readonly Statement[];
  readonly down: readonly Statement[] | null;
};

/**
 * The parts are marked by comments on lines of their own, as common tools write them: `-- up` and `-- down`, also
 * `-- +up`, `-- migrate:up`, `-- +migrate Up`, `-- +goose Up`. What stands in front of any marker is up.
 * @param file for messages, and in the statements' places
 * @throws ConfigError for what `splitSql` refuses, a marker inside a statement, a second down part, or no statement
 */
export function parseSqlMigration(text: string, file: string): SqlMigration {
  const source = openSource(text, file);
  const parts: Parts = { up: [], down: null };
  let current: Piece[] = parts.up;
  let offset = 0;
  for (const piece of splitSql(text, file)) {
    for (const marker of markersIn(source, piece, offset)) {
      if (piece.kind !== 'gap') throw refusal(source, marker.offset, MARKER_INSIDE);
      current = marker.part === 'up' ? parts.up : beginDown(source, parts, marker);
    }
    current.push(piece);
    offset += piece.raw.length;
  }
  const up = statementsOf(parts.up);
  if (up.length === 0) throw noStatements(file);
  return { up, down: parts.down && statementsOf(parts.down) };
}

type Parts = { readonly up: Piece[]; down: Piece[] | null };
type Marker = { readonly part: 'up' | 'down'; readonly offset: number };

const MARKER =
  /^--[ \t]*(?:\+[ \t]*|migrate:|\+migrate[ \t]+|\+goose[ \t]+)?(up|down)(?:[ \t]+\w+:\w+)*\s*$/i;

function markersIn({ text }: Source, piece: Piece, offset: number): Marker[] {
  const markers: Marker[] = [];
  if (!/--.*(?:up|down)/i.test(piece.raw)) return markers;
  for (let at = offset; at < offset + piece.raw.length; ) {
    const isComment = piece.kind === 'gap' && text.startsWith('--', at);
    const token = isComment ? lineComment(text, at) : tokenAt(text, at);
    const [, part] = token.kind === 'comment' ? (MARKER.exec(text.slice(at, token.end)) ?? []) : [];
    if (part) markers.push({ part: part.toLowerCase() === 'up' ? 'up' : 'down', offset: at });
    at = token.end;
  }
  return markers;
}

function beginDown(source: Source, parts: Parts, { offset }: Marker): Piece[] {
  if (parts.down) throw refusal(source, offset, SECOND_DOWN);
  parts.down = [];
  return parts.down;
}

function noStatements(file: string): ConfigError {
  const message = `${file} has no statement to migrate with.`;
  const hint = 'Write the statements of the migration, or remove the file.';
  return new ConfigError(message, {
    hint,
    findings: [{ id: 'empty-migration', where: file, message, hint }],
  });
}

const MARKER_INSIDE: Problem = {
  id: 'marker-inside',
  message:
    'This line would begin another part of the migration, but the statement in front of it has not ended.',
  hint: 'End the statement with its delimiter, or write the comment differently.',
};

const SECOND_DOWN: Problem = {
  id: 'second-down',
  message: 'The migration has a second down part.',
  hint: 'Put all statements that take the migration back behind one marker.',
};

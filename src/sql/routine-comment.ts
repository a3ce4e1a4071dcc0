/**
 * The COMMENT of a routine made with NO_BACKSLASH_ESCAPES. Servers print it with its backslashes doubled all the same,
 * in SHOW CREATE and in the binlog, where the other side reads it as it stands there: so each time that it is replicated
 * they are doubled again (MariaDB 10.11 and MySQL 9.7, tested; not so for comments of events). Pure.
 */
import { skipModifiers } from './ddl-modifiers.js';
import { quoteStringIn } from './identifier.js';
import { offsetOfBody } from './program-head.js';
import { openReader } from './reader.js';

/** Whether servers would print the comment with escapes. `create` as a file has it. */
export function hasEscapedComment(create: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that servers escape.
  return commentSpans(create).some(({ start, end }) => /[\\\0\n\r\x1a]/.test(create.slice(start, end)));
}

/** `create` as a server prints it; comes out as one that makes the same routine. */
export function withPlainComment(create: string): string {
  const [span] = commentSpans(create);
  if (span === undefined) return create;
  const text = create
    .slice(span.start + 1, span.end - 1)
    .replace(/''|\\(.)/gs, (_, escaped?: string) =>
      escaped === undefined ? "'" : (ESCAPED[escaped] ?? escaped),
    );
  return create.slice(0, span.start) + quoteStringIn('NO_BACKSLASH_ESCAPES', text) + create.slice(span.end);
}

const ESCAPED: Readonly<Record<string, string>> = { 0: '\0', n: '\n', r: '\r', Z: '\x1a' };

/** In UTF-16 units, with their quotes. */
type Span = { readonly start: number; readonly end: number };

function commentSpans(create: string): readonly Span[] {
  const reader = openReader(create);
  reader.accept('CREATE');
  skipModifiers(reader);
  if (!reader.accept('PROCEDURE') && !reader.accept('FUNCTION')) return [];
  const body = offsetOfBody(create) ?? 0;
  const spans: Span[] = [];
  while (reader.peek().start < body) {
    const { word } = reader.take();
    const { kind, start, raw } = reader.peek();
    if (word === 'COMMENT' && kind === 'string') spans.push({ start, end: start + raw.length });
  }
  return spans;
}

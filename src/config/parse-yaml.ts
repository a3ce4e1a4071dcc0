import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { ConfigError, type Finding } from '../errors.js';

/**
 * YAML 1.2, of which JSON is a part, with `<<` so that two servers can share keys. Messages of the parser are not
 * passed on: they quote the text, and a person may have put a password there.
 */
export function parseYaml(file: string, text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const wrong = [...document.errors, ...document.warnings];
  const findings = wrong.map(error => describe(file, error, lines));
  if (findings.length > 0) throw new ConfigError(`${file} cannot be parsed`, { findings });
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // An alias without an anchor is only met here; the message names the alias.
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file} cannot be parsed: ${reason}`, { cause: error });
  }
}

function describe(file: string, error: YAMLError, lines: LineCounter): Finding {
  const { line, col } = lines.linePos(error.pos[0]);
  const what = error.code.toLowerCase().replaceAll('_', ' ');
  return { id: 'syntax', where: `${file}:${line}:${col}`, message: `is not valid YAML: ${what}` };
}

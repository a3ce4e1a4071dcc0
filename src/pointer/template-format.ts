/**
 * A file in the user's own words: `server {{host}}:{{port}}; # dbshift {{side}} {{generation}} {{updatedAt}}`.
 * The same text is used to write and, as a pattern, to read back; so every field must be in it somewhere.
 */
import { hostPattern } from '../config/host-pattern.js';
import { ConfigError, type Finding } from '../errors.js';
import type { PointerFormat } from './format.js';
import type { FieldName } from './parse-value.js';

/** What may stand between the braces, which field it is, and what it looks like when it is read back. */
const placeholders = {
  host: { field: 'host', pattern: hostPattern.source.slice(1, -1) },
  port: { field: 'port', pattern: '\\d+' },
  side: { field: 'active', pattern: '[ab]' },
  generation: { field: 'generation', pattern: '\\d+' },
  updatedAt: { field: 'updatedAt', pattern: '[\\d:.TZ-]+' },
} as const satisfies Readonly<Record<string, { field: FieldName; pattern: string }>>;

type Placeholder = keyof typeof placeholders;

const anyPlaceholder = /\{\{\s*(\w+)\s*\}\}/gu;

/** Throws ConfigError when the template cannot be read back or has a placeholder that is not known. */
export function parseTemplate(template: string, path: string): PointerFormat {
  const used = [...template.matchAll(anyPlaceholder)].map(([, name = '']) => name);
  const findings = [...unknownNames(used, path), ...missingNames(used, path)];
  if (findings.length > 0) throw new ConfigError(`the template ${path} cannot be used`, { findings });
  const pattern = new RegExp(`^${patternOf(template)}$`, 'u');
  return {
    print: value =>
      template.replaceAll(anyPlaceholder, (_, name: Placeholder) => String(value[placeholders[name].field])),
    parse: text => pattern.exec(text)?.groups ?? {},
  };
}

function unknownNames(used: readonly string[], path: string): readonly Finding[] {
  const hint = `the placeholders are ${known.map(name => `{{${name}}}`).join(' ')}`;
  return used
    .filter(name => !known.includes(name as Placeholder))
    .map(name => ({ id: 'template', where: path, message: `{{${name}}} is not a placeholder`, hint }));
}

function missingNames(used: readonly string[], path: string): readonly Finding[] {
  const missing = known.filter(name => !used.includes(name)).map(name => `{{${name}}}`);
  if (missing.length === 0) return [];
  const message = `${missing.join(' ')} missing: without them the pointer could not be read back`;
  const hint = `add a comment in the language of the file, such as: # dbshift ${missing.join(' ')}`;
  return [{ id: 'template', where: path, message, hint }];
}

const known = Object.keys(placeholders) as Placeholder[];

/** Text stands for itself; a placeholder is a named group, and the same thing again where it is repeated. */
function patternOf(template: string): string {
  const seen = new Set<string>();
  // With one group in the separator, `split` gives text and name by turns.
  const parts = template.split(anyPlaceholder).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
    const { field, pattern } = placeholders[part as Placeholder];
    if (seen.has(field)) return `\\k<${field}>`;
    seen.add(field);
    return `(?<${field}>${pattern})`;
  });
  return parts.join('');
}

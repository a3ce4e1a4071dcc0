/** The schemas in which a text names tables and routines. */
import { namedObjects } from './named-objects.js';

/** As written, each once. */
export function schemaNames(text: string): readonly string[] {
  return [...new Set(namedObjects(text).flatMap(({ schema }) => schema ?? []))];
}

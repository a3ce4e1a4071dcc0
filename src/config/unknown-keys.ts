/**
 * Names every key that the shape does not know, at any depth, with the nearest one it knows, and every list that
 * stands for a mapping. Written here because valibot's `strictObject` (1.5.0) stops at the first unknown key,
 * suggests nothing and takes a list for a mapping with keys missing.
 */
import type { Finding } from '../errors.js';
import { childKey } from './key-path.js';
import { nearestName } from './nearest-name.js';

/** What this walk needs to see of a valibot schema. */
export type Node = {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly item?: Node;
  /** Alternatives, told apart by the literal under `key`. */
  readonly key?: string;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
};

/** Findings for `value` at key path `where`. Values of a wrong type are left to the schema itself. */
export function unknownKeys(node: Node, value: unknown, where = ''): readonly Finding[] {
  if (node.wrapped !== undefined) return unknownKeys(node.wrapped, value, where);
  if (node.item !== undefined) return inList(node.item, value, where);
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return isMapping(node) ? [notList(where)] : [];
  const { entries } = chosen(node, value) ?? {};
  if (entries === undefined) return [];
  const known = Object.keys(entries);
  return Object.entries(value).flatMap(([key, child]) => {
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    return entry === undefined
      ? [unknownKey(childKey(where, key), key, known)]
      : unknownKeys(entry, child, childKey(where, key));
  });
}

function inList(item: Node, value: unknown, where: string): readonly Finding[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((child, index) => unknownKeys(item, child, childKey(where, index)));
}

/** The alternative whose literal the value carries, or the node itself when it is no choice. */
function chosen(node: Node, value: object): Node | undefined {
  const { key, options } = node;
  if (key === undefined) return node;
  const wanted = (value as Readonly<Record<string, unknown>>)[key];
  return (options as readonly Node[] | undefined)?.find(option => option.entries?.[key]?.literal === wanted);
}

function isMapping(node: Node): boolean {
  return node.entries !== undefined || node.key !== undefined;
}

function notList(where: string): Finding {
  return { id: 'wrong-type', where, message: 'must be a mapping of keys to values, not a list' };
}

function unknownKey(where: string, key: string, known: readonly string[]): Finding {
  const nearest = nearestName(key, known);
  return {
    id: 'unknown-key',
    where,
    message: 'is not a known key',
    hint: nearest === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${nearest}?`,
  };
}

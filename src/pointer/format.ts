/** How a pointer is written into a file. Pure: text in, text out. */
import type { PointerValue } from './pointer.js';

export type PointerFormat = {
  print(value: PointerValue): string;
  /** The fields as they stand in the text, unchecked; a field that is not there is absent. */
  parse(text: string): Readonly<Record<string, unknown>>;
};

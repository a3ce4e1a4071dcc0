/** Ties a shape to the type that it stands for: a field that is added to the type breaks the build until it is here. */
import * as v from 'valibot';

/** For `satisfies`: a schema for each field, also for those that may be absent. */
export type EntriesOf<T> = { readonly [K in keyof Required<T>]: v.GenericSchema<unknown, T[K]> };

/** One of the words of a union; all of them are written down. */
export function oneOf<T extends string>(all: Readonly<Record<T, true>>): v.GenericSchema<unknown, T> {
  return v.picklist(Object.keys(all) as T[]);
}

export const texts = v.array(v.string());

/** By name. */
export const textByName = v.record(v.string(), v.string());

export const wholeNumber = v.pipe(v.number(), v.integer());

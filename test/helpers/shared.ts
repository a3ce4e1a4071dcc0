/** What all tests of a file share, one for each server: made when the first of them asks, ended after the last. */
import test from 'ava';
import type { ServerImage } from '../../src/sandbox/server-image.js';

type Made<T> = { readonly value: T; readonly end: () => Promise<unknown> };

/** Call at the top of a test file. */
export function shared<T>(
  make: (image: ServerImage) => Promise<Made<T>>,
): (image: ServerImage) => Promise<T> {
  const made = new Map<string, Promise<Made<T>>>();
  test.after.always(async () => {
    await Promise.all([...made.values()].map(one => one.then(({ end }) => end()).catch(() => undefined)));
  });
  return async image => {
    const one = made.get(image.name) ?? make(image);
    made.set(image.name, one);
    return (await one).value;
  };
}

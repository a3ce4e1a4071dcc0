/** A run is driven by whoever takes its events. A view that fails must not be what ends one, with writes paused. */

/** Lets `use` take the events. When it fails, or leaves early, the rest is taken for it; then its error is thrown. */
export async function toTheEnd<T>(
  events: AsyncGenerator<T, void>,
  use: (events: AsyncIterable<T>) => Promise<void>,
): Promise<void> {
  // Without `return`: a loop that is left does not end what it iterates.
  const open: AsyncIterable<T> = { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) };
  try {
    await use(open);
  } finally {
    // After an error of the run itself there is nothing left.
    while ((await events.next()).done !== true);
  }
}

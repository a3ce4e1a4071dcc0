/** Keeps the standard output for this program: what a user's script prints there would break `--json`. */

const methods = ['log', 'info', 'debug'] as const;

/** While `run` runs, everything that is printed with `console` goes to the standard error. */
export async function withConsoleAside<T>(run: () => Promise<T>): Promise<T> {
  const originals = methods.map(method => [method, console[method]] as const);
  for (const method of methods) console[method] = console.error;
  try {
    return await run();
  } finally {
    for (const [method, original] of originals) console[method] = original;
  }
}

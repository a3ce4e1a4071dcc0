import fc from 'fast-check';

/** So many samples, by the seed that properties have too: the same in every run unless `FC_SEED` says otherwise. */
export function samplesOf(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  const { seed } = fc.readConfigureGlobal();
  return { numRuns, ...(seed === undefined ? {} : { seed }) };
}

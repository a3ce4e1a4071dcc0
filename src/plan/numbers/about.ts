/** Estimates in words, to two figures: more would say more than is known. Pure. */

export function aboutTime(ms: number): string {
  if (ms === 0) return '0 s';
  if (ms < 950) return `${twoFigures(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${twoFigures(seconds)} s`;
  if (seconds < 7200) return `${twoFigures(seconds / 60)} min`;
  return `${twoFigures(seconds / 3600)} h`;
}

/** In decimal units, as files are listed. */
export function aboutBytes(bytes: number): string {
  if (bytes === 0) return '0 MB';
  if (bytes < 50_000) return 'under 0.1 MB';
  const megabytes = twoFigures(bytes / 1e6);
  if (megabytes < 1000) return `${megabytes} MB`;
  return megabytes < 1e6 ? `${twoFigures(bytes / 1e9)} GB` : `${twoFigures(bytes / 1e12)} TB`;
}

export function aboutCount(count: number): string {
  return twoFigures(count).toLocaleString('en-US');
}

function twoFigures(value: number): number {
  return Number(value.toPrecision(2));
}

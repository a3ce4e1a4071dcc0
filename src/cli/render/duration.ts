/** Times for people: exact where it is short, two units where it is long. */

/** `412 ms`, `4.2 s`, `58 s`, `4 min 12 s`, `3 h 05 min`. */
export function describeDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  // 9,950 ms would round to "10.0 s".
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** A pause of writes is always told in ms: it is what a flip is judged by. Null: nobody saw its end. */
export function describePause(ms: number | null): string {
  return ms === null ? 'an unknown time' : `${Math.round(ms)} ms`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

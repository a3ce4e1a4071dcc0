/**
 * Room for several lists: each gets what it needs as long as that is not more than its part, and what it leaves is for
 * those that need more. Pure.
 */
export function fairShares(room: number, needs: readonly number[]): readonly number[] {
  const shares = needs.map(() => 0);
  let left = Math.max(0, room);
  const ascending = [...needs.entries()].sort(([, one], [, other]) => one - other);
  for (const [at, [index, need]] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (ascending.length - at)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

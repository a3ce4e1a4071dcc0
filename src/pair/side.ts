/** Identity of a server of the pair. Never changes; roles (active, passive) do. */
export type Side = 'a' | 'b';

export const sides = ['a', 'b'] as const satisfies readonly Side[];

export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

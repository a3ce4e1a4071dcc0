/** Identity of a server of the pair. Never changes; roles (active, passive) do. */
export type Side = 'a' | 'b';

export const sides = ['a', 'b'] as const satisfies readonly Side[];

/** A server below one side, by its side and its address: `b/10.0.0.5:3306`. */
export type ReplicaKey = `${Side}/${string}`;

/** Any server that a run may act on. */
export type ServerKey = Side | ReplicaKey;

/** A side, or the one server below it that is meant instead. */
export type Place = { readonly side: Side; readonly replica?: ReplicaKey };

/** The side that a server is, or stands below. */
export function sideOf(server: ServerKey): Side {
  return server.startsWith('a') ? 'a' : 'b';
}

export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

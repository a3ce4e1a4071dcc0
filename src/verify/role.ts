/** The two ends of a comparison. The active may be written all the time, the passive follows it. */
export type Role = 'active' | 'passive';

export type ByRole<T> = Readonly<Record<Role, T>>;

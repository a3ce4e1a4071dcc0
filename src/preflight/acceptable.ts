/** Findings that can be vouched for by looking elsewhere; nothing else is accepted. */
export const acceptable = ['read-only-option'] as const;

export type Acceptable = (typeof acceptable)[number];

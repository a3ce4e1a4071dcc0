/** The moments of a run at which a command of the user is run. */
export const hookNames = ['before-flip', 'after-flip', 'on-block', 'on-end'] as const;

export type HookName = (typeof hookNames)[number];

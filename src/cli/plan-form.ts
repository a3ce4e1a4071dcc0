/** The options by which `plan` and `show` print a plan. Apart from what prints it: `--help` need not load that. */
export const planForms = ['text', 'markdown', 'json', 'github'] as const;

export type PlanForm = (typeof planForms)[number];

export type FormFlags = { readonly format?: PlanForm; readonly steps?: boolean };

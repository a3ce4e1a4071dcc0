/**
 * Reads the JSON form of a plan back. Fields that this version does not know are let through: a run sends what it plans
 * itself, and a plan is only what that is held to. Pure.
 */
import * as v from 'valibot';
import { ConfigError } from '../errors.js';
import type { Plan } from './plan.js';
import { type PlanJson, planForm, planFormVersion } from './plan-json.js';
import { planEntries } from './plan-shape.js';
import { reviewEntries } from './review-shape.js';

const PlanShape = v.object(planEntries);
const ReviewShape = v.object(reviewEntries);

const writeOne = 'write one: `dbshift plan --out FILE`';

/** `where` names the text for messages. Throws ConfigError that says the first thing that is wrong. */
export function readPlan(text: string, where: string): Plan {
  const data = parseJson(text, where);
  assertForm(data, where);
  const plan = checked(PlanShape, data, where);
  if (!Object.keys(reviewEntries).some(name => name in data)) return plan;
  return { ...plan, review: checked(ReviewShape, data, where) };
}

function parseJson(text: string, where: string): object {
  let data: unknown;
  try {
    // Some editors and shells on Windows put a mark before the text.
    data = JSON.parse(text.replace(/^\u{FEFF}/u, ''));
  } catch {
    // What the parser says of a text that is none would help nobody.
    throw new ConfigError(`${where}: is not JSON`, { hint: writeOne });
  }
  if (typeof data === 'object' && data !== null) return data;
  throw new ConfigError(`${where}: is no plan of dbshift`, { hint: writeOne });
}

function assertForm(data: object, where: string): void {
  const { form, version } = data as Partial<PlanJson>;
  if (form !== planForm) throw new ConfigError(`${where}: is no plan of dbshift`, { hint: writeOne });
  if (version === planFormVersion) return;
  throw new ConfigError(
    `${where}: is a plan in version ${JSON.stringify(version)} of its form, and this program reads version ${planFormVersion}`,
    { hint: 'make the plan and run it with the same version of dbshift' },
  );
}

/**
 * The fields of the shape, as they stand in the data: a copy by the shape would leave out a table that is called
 * `constructor`.
 */
function checked<E extends v.ObjectEntries>(
  shape: v.ObjectSchema<E, undefined>,
  data: object,
  where: string,
): v.InferOutput<typeof shape> {
  const result = v.safeParse(shape, data, { abortEarly: true });
  if (result.success) {
    const known = Object.entries(data).filter(([name]) => Object.hasOwn(shape.entries, name));
    return Object.fromEntries(known) as v.InferOutput<typeof shape>;
  }
  const [issue] = result.issues;
  throw new ConfigError(`${where}: ${v.getDotPath(issue) ?? 'the plan'}: ${issue.message}`, {
    hint: 'it was changed, or made by another version of dbshift: make it again',
  });
}

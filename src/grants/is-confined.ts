/** Whether an account can do nothing outside of certain schemas, by what its SHOW GRANTS said. Pure. */
import type { Grant, OwnGrants } from './parse-grants.js';

/** A role counts as a way out, whatever it brings: nobody has looked. */
export function isConfined(
  { grants, roles }: Pick<OwnGrants, 'grants' | 'roles'>,
  isOwn: (schema: string) => boolean,
): boolean {
  return roles.length === 0 && grants.every(grant => isNothing(grant) || liesIn(grant, isOwn));
}

function isNothing({ privileges, columns }: Grant): boolean {
  return columns.size === 0 && [...privileges].every(name => name === 'USAGE');
}

function liesIn({ schema }: Grant, isOwn: (schema: string) => boolean): boolean {
  return schema !== null && isOwn(schema.replace(/\\([_%\\])/g, '$1'));
}

/** Values of server variables as they are printed, in types. A variable that a version lacks is off, 0 or `''`. */
import type { Variables } from './flavor-preflight.js';

export function text(variables: Variables, name: string): string {
  return variables.get(name) ?? '';
}

export function number(variables: Variables, name: string): number {
  return Number(variables.get(name) ?? 0);
}

export function flag(variables: Variables, name: string): boolean {
  return ['ON', '1', 'YES'].includes(text(variables, name).toUpperCase());
}

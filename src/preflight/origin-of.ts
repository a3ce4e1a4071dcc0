/** Where the value of a variable came from, in one word for both flavors. */
import type { Origin } from './server-facts.js';

/** MariaDB: CONFIG, COMPILE-TIME, AUTO, SQL. MySQL: GLOBAL, SERVER, EXPLICIT, …, PERSISTED, COMPILED, DYNAMIC. */
export function originOf(origin: string): Origin {
  if (origin === 'SQL' || origin === 'DYNAMIC') return 'set';
  return origin.startsWith('COMPILE') ? 'default' : 'option-file';
}

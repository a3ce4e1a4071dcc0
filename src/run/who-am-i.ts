/** In whose name a command writes things down. */
import { hostname, userInfo } from 'node:os';

/** `name@host`. */
export function whoAmI(): string {
  return `${userName()}@${hostname()}`;
}

/** In a container the uid may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

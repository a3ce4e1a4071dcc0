/** The one comparison of versions. For `flavor/` alone: everybody else asks for a capability. */
import type { Version } from './flavor.js';

export function isAtLeast(
  version: Version,
  [major, minor, patch]: readonly [number, number, number],
): boolean {
  if (version.major !== major) return version.major > major;
  return version.minor === minor ? version.patch >= patch : version.minor > minor;
}

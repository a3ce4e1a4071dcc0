/** A pointer command that keeps the same file as the file pointer of a sandbox, and fails when it is told to. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';

export const pointerFaults = ['cannot be read', 'refuses', 'moves and then fails', 'hangs'] as const;

export type PointerFault = (typeof pointerFaults)[number];

/** `set` is a compare-and-set, kept apart from others by a lock; `DBSHIFT_…` and the line on stdin are dbshift's. */
const program = `#!/bin/sh
set -eu
cd "$(dirname "$0")"
fault=$(cat pointer.fault 2>/dev/null || true)
if [ "$fault" = hangs ]; then exec sleep 60; fi
if [ "$1" = get ]; then
  [ "$fault" != 'cannot be read' ] || { echo 'cannot be read' >&2; exit 1; }
  exec cat pointer.json
fi
[ "$fault" != refuses ] || { echo refuses >&2; exit 1; }
exec 9>pointer.lock
flock 9
found=$(sed -n 's/.*"generation": *\\([0-9]*\\).*/\\1/p' pointer.json)
[ "$found" = "$DBSHIFT_EXPECTED_GENERATION" ] || { echo "found $found" >&2; exit 1; }
cat > pointer.new
mv pointer.new pointer.json
[ "$fault" != 'moves and then fails' ] || exit 1
`;

/** Puts it in the place of the file pointer, in the configuration too. */
export async function useFailingPointer({ folder, configFile }: Sandbox): Promise<void> {
  await writeFile(join(folder, 'pointer.sh'), program, { mode: 0o755 });
  const text = await readFile(configFile, 'utf8');
  const exec = '{ kind: exec, get: [./pointer.sh, get], set: [./pointer.sh, set], timeoutMs: 2500 }';
  await writeFile(configFile, text.replace('{ kind: file, path: ./pointer.json, format: json }', exec));
}

export async function failPointer({ folder }: Sandbox, fault: PointerFault): Promise<void> {
  await writeFile(join(folder, 'pointer.fault'), fault);
}

export async function mendPointer({ folder }: Sandbox): Promise<void> {
  await rm(join(folder, 'pointer.fault'), { force: true });
}

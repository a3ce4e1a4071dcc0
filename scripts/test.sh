#!/usr/bin/env bash
# Sets up, builds, checks and tests. Closes with one plain line, "N passed, N failed", whatever went wrong.
#   test.sh all     everything, on real servers too
#   test.sh unit    what needs no server
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
  case "${1:-}" in
    all) step setup bash scripts/setup.sh && files=('dist/test/real/**' 'dist/test/faults/**') ;;
    unit) step setup bash scripts/setup.sh modules && files=() ;;
    *) echo 'usage: test.sh all|unit' >&2 && exit 64 ;;
  esac
  step build npm run --silent build
  step lint npm run --silent lint
  step group group_tests
  while read -r file; do files+=("$file"); done <"$list"
  data_in_memory
  node_modules/.bin/ava --tap --concurrency 2 "${files[@]}" | node scripts/tap-summary.mjs
}

# Files that need no server share processes.
list=dist/test-files.txt
group_tests() { node scripts/group-tests.mjs >"$list"; }

# Some hundred servers come and go, and no test cuts the power: where memory is plenty, their data never meets a disk.
data_in_memory() {
  [ -z "${TMPDIR:-}" ] && [ "$(free_gib "$shm")" -ge 10 ] && [ "$(memory_gib)" -ge 14 ] || return 0
  TMPDIR=$(mktemp -d "$shm/dbshift-test-XXXXXX")
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
  chmod 1777 "$TMPDIR" # some tests are another user's
}

shm=/dev/shm
free_gib() { [ -w "$1" ] && df --output=avail -B 1G "$1" 2>/dev/null | tail -n 1 || echo 0; }
memory_gib() { awk '/^MemAvailable:/ { print int($2 / 1048576); found = 1 } END { if (!found) print 0 }' /proc/meminfo 2>/dev/null || echo 0; }

# Runs one command before the tests; when it fails, that is the one failure of the run, under the command's own code.
step() {
  local name=$1 code=0
  shift
  "$@" || code=$?
  [ $code = 0 ] && return
  printf '\n%s failed with exit code %s, so no test was run\n0 passed, 1 failed\n' "$name" "$code"
  exit $code
}

main "$@"

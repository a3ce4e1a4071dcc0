#!/usr/bin/env bash
# Sets up, builds, checks and tests. Closes with one plain line, "N passed, N failed", whatever went wrong.
#   test.sh all     everything, on real servers too
#   test.sh unit    what needs no server
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
  case "${1:-}" in
    all) step setup bash scripts/setup.sh && files=() ;;
    unit) step setup bash scripts/setup.sh modules && files=('!dist/test/real/**' '!dist/test/faults/**') ;;
    *) echo 'usage: test.sh all|unit' >&2 && exit 64 ;;
  esac
  step build npm run --silent build
  step lint npm run --silent lint
  if [ ${#files[@]} -gt 0 ]; then files=('dist/test/**/*.js' "${files[@]}"); fi
  # Each file may start servers of its own: more at once than cores only makes them slow, and memory is finite too.
  local cores
  cores=$(getconf _NPROCESSORS_ONLN)
  node_modules/.bin/ava --tap --concurrency $((cores < 4 ? cores : 4)) ${files[@]+"${files[@]}"} | node scripts/tap-summary.mjs
}

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

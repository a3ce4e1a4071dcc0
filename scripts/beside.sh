#!/usr/bin/env bash
# Runs commands beside each other that do not need each other, each with what it says in one piece, in their order.
# Its exit code is that of the first one that fails.
#   beside.sh 'biome check .' knip
set -uo pipefail

said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

pids=()
for command in "$@"; do
  bash -c "$command" >"$said/${#pids[@]}" 2>&1 &
  pids+=($!)
done
failed=0
for at in "${!pids[@]}"; do
  wait "${pids[$at]}"
  code=$?
  cat "$said/$at"
  [ $failed != 0 ] || failed=$code
done
exit $failed

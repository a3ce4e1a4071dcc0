#!/usr/bin/env bash
# Makes the plan of the pending migrations in a pipeline, once, and keeps it in every form:
#   plan.sh [arguments of `dbshift plan`]
#
#   DBSHIFT_PLAN_DIR   folder for plan.json and plan.md (default: dbshift-plan)
#   DBSHIFT_FAIL_ON    what fails the job: `refused` (default), `changes` (that too), `never`
#   DBSHIFT_VERSION    version from npm; else that of the project, that on the PATH, the newest one
#
# Exit code: 0, or that of `dbshift plan` where it fails the job, or 2. However it ends, GITHUB_OUTPUT has `exit-code`
# and `outcome` (nothing, changes, refused, failed), and plan.md says what to tell a reviewer.
set -uo pipefail

folder=${DBSHIFT_PLAN_DIR:-dbshift-plan}
fail_on=${DBSHIFT_FAIL_ON:-refused}
code=2
outcome=failed

main() {
  trap 'finish $?' EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  case $fail_on in
    refused | changes | never) ;;
    *) echo "DBSHIFT_FAIL_ON: '$fail_on' is none of refused, changes, never" >&2 && exit 64 ;;
  esac
  mkdir -p "$folder" || exit 2
  # A plan of an earlier step must not pass for this one.
  rm -f "$folder/plan.json" "$folder/plan.md" || exit 2

  find_dbshift
  "${dbshift[@]}" plan "$@" --out "$folder/plan.json" --format markdown >"$folder/plan.md.part"
  code=$?
  judge
  annotate
  fails && exit "$(failing_code)"
  exit 0
}

find_dbshift() {
  if [ -n "${DBSHIFT_VERSION:-}" ]; then
    dbshift=(npx --yes "dbshift@$DBSHIFT_VERSION")
  elif [ -x node_modules/.bin/dbshift ]; then
    dbshift=(node_modules/.bin/dbshift)
  elif command -v dbshift >/dev/null; then
    dbshift=(dbshift)
  else
    dbshift=(npx --yes dbshift@latest)
  fi
}

# Without a plan every code is a failure: 1 and 3 also end what never came to a plan.
judge() {
  [ -s "$folder/plan.json" ] || return 0
  case $code in
    0) outcome=nothing ;;
    1) outcome=changes ;;
    3) outcome=refused ;;
    *) return 0 ;;
  esac
  mv "$folder/plan.md.part" "$folder/plan.md"
}

# On the files and lines of a pull request. Its exit code is that of the plan again.
annotate() {
  [ "$outcome" != failed ] && [ "${GITHUB_ACTIONS:-}" = true ] || return 0
  "${dbshift[@]}" show "$folder/plan.json" --format github
  return 0
}

fails() {
  case $outcome in
    failed) return 0 ;;
    refused) [ "$fail_on" != never ] ;;
    changes) [ "$fail_on" = changes ] ;;
    *) return 1 ;;
  esac
}

failing_code() {
  if [ "$code" = 0 ]; then echo 2; else echo "$code"; fi
}

# shellcheck disable=SC2317 # called by the trap
finish() {
  local status=$1
  rm -f "$folder/plan.md.part"
  if [ "$outcome" = failed ]; then
    [ "$status" != 0 ] || status=2
    rm -f "$folder/plan.json"
    tell_failure "$status"
    echo "dbshift plan made no plan (exit code $code)" >&2
  fi
  if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'exit-code=%s\noutcome=%s\nplan=%s\nmarkdown=%s\n' \
      "$code" "$outcome" "$(if_there plan.json)" "$(if_there plan.md)" >>"$GITHUB_OUTPUT"
  fi
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$folder/plan.md" ]; then
    cat "$folder/plan.md" >>"$GITHUB_STEP_SUMMARY"
  fi
  exit "$status"
}

if_there() {
  if [ -f "$folder/$1" ]; then echo "$folder/$1"; fi
}

# Under a plan of an earlier commit a reviewer would believe that it still holds.
tell_failure() {
  [ -d "$folder" ] || return 0
  printf '<!-- dbshift plan -->\n\n### Plan: none could be made\n\nExit code %s: the log of the job says why.\n' \
    "$1" >"$folder/plan.md"
}

main "$@"

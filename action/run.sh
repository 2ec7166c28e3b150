#!/usr/bin/env bash
# Finds the interpreter that the action works with, and hands over to it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# What holds until something better is known, also where the job is cancelled.
printf '%s\n' verdict=incomplete exit-code=3 errors= warnings= notes= sarif-file= >>"$GITHUB_OUTPUT"

# Ends the step where nothing can be checked. The message is ours: no input is a part of it.
refuse() {
  printf '%s\n' verdict=misconfigured exit-code=2 >>"$GITHUB_OUTPUT"
  printf '## envcheck: misconfigured\n\nNothing was checked: %s\n\n' "$1" >>"$GITHUB_STEP_SUMMARY"
  printf '::error title=envcheck::Nothing was checked: %s\n' "$1"
  exit 2
}

# The interpreter of a version: on the PATH, or the newest among the tools of the runner.
of_version() {
  command -v "python$1" && return
  local found=("${RUNNER_TOOL_CACHE:-/nowhere}/Python/$1".*/*/bin/python3)
  [[ -x ${found[0]} ]] && printf '%s\n' "${found[@]}" | sort -V | tail -n 1
}

python=${GATE_PYTHON:-}
if [[ -z $python ]]; then
  python=$(command -v python3 || command -v python) || refuse 'the runner has no python3; name one with the input python.'
elif [[ $python =~ ^3\.[0-9]+$ ]]; then
  python=$(of_version "$python") || refuse 'the runner has no Python of the version that the input python names.'
elif [[ $python != */* && $python != *\\* ]]; then
  refuse 'the input python is neither a version such as 3.12 nor a path.'
fi
[[ -f $python && -x $python ]] || refuse 'the input python names no interpreter.'
"$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  refuse 'envcheck needs Python 3.11 or newer; name one with the input python.'

exec "$python" -I -B "$here"

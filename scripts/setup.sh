#!/usr/bin/env bash
# Makes a machine with Node and npm ready: node modules, and the programs of database servers for the sandbox and the
# real-server tests. MariaDB is installed; a newer one and MySQL are unpacked from other Debian releases, where they can
# be had. Starts no service, creates no data directory, and does nothing when nothing is missing.
#   setup.sh            node modules and server binaries
#   setup.sh modules    node modules alone, enough for `npm run test:unit`
set -euo pipefail
cd "$(dirname "$0")/.."

packages='mariadb-server-core mariadb-client-core'
update='apt-get update -qq'
install="apt-get install -y -qq --no-install-recommends $packages"

main() {
  node_modules_current || install_node_modules
  [ "${1:-all}" = modules ] && return
  find_server || install_server
  bash scripts/unpack-server.sh mariadb trixie mariadb-server-core mariadb-client-core
  bash scripts/unpack-server.sh mysql sid mysql-server-core mysql-client-core
}

# Compares contents, not dates: a checkout changes dates. npm writes node_modules/.package-lock.json last, so an
# install that was interrupted counts as missing. Packages for other platforms are optional and stay away.
node_modules_current() {
  node --input-type=commonjs <<'JS'
const { readFileSync } = require('node:fs');
const packagesOf = file => JSON.parse(readFileSync(file, 'utf8')).packages;
try {
  const installed = packagesOf('node_modules/.package-lock.json');
  const current = Object.entries(packagesOf('package-lock.json')).every(
    ([path, { version, optional }]) => path === '' || (installed[path]?.version ?? (optional && version)) === version,
  );
  process.exitCode = current ? 0 : 1;
} catch {
  process.exitCode = 1;
}
JS
}

install_node_modules() {
  if [ -L node_modules ]; then
    stop "node_modules is a link to $(readlink node_modules), and what is there is not what package-lock.json asks for." \
      "Run 'npm ci' where it points, or remove the link."
  fi
  npm ci --no-audit --no-fund
}

find_server() {
  PATH="$PATH:/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/local/mysql/bin:/opt/homebrew/bin" \
    command -v mariadbd >/dev/null
}

# The -core packages hold the programs alone: no service, no system-wide data directory, nothing is started.
install_server() {
  local by_hand="sudo sh -c '$update && $install'"
  if ! command -v apt-get >/dev/null; then
    stop 'No MariaDB server found (mariadbd), and this system has no apt-get.' \
      'Install MariaDB 10.11 with your package manager, so that mariadbd is in PATH.'
  elif [ "$(id -u)" = 0 ]; then
    as_root=(env)
  elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n env)
  else
    stop 'No MariaDB server found (mariadbd), and installing one needs root.' "Run: $by_hand"
  fi
  echo "No MariaDB server found: installing $packages" >&2
  # shellcheck disable=SC2086 # the commands are split into words on purpose
  { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive $update &&
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive $install; } >/dev/null </dev/null ||
    stop 'The installation of a MariaDB server failed; the reason is above.' "To try it by hand: $by_hand"
  find_server || stop "mariadbd is still not found after installing $packages."
}

# Exit 78: the machine is not set up, and it says here what a person has to do.
stop() {
  printf '%s\n' "$@" >&2
  exit 78
}

main "$@"

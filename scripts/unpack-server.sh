#!/usr/bin/env bash
# Unpacks the programs of a database server of another Debian release into a cache folder, beside what the system
# has installed: nothing is installed, configured or started, and no root is needed. They are run through the loader
# and the libraries that are unpacked with them. Does nothing when the server is there already.
#   unpack-server.sh NAME SUITE PACKAGE...      mysql sid mysql-server-core mysql-client-core
# What cannot be fetched (no apt, no network, not in the suite) is said, written to NAME.skipped for those who look for
# the server later, and is no failure. Everything after the download is.
set -euo pipefail

name=$1 suite=$2
shift 2
servers="${XDG_CACHE_HOME:-$HOME/.cache}/dbshift/servers"
skipped="$servers/$name.skipped"

# Of the whole closure of a server, what it never loads when it is started by hand.
unneeded='perl|perl-base|perl-modules.*|libperl.*|debconf|dpkg|login.*|adduser|passwd|base-passwd|.*-doc|tar|util-linux.*|mount|bash|dash|coreutils|findutils|sed|grep|gzip|hostname|init-system-helpers'

main() {
  if compgen -G "$servers/${name}_*" >/dev/null; then exit 0; fi
  mkdir -p "$servers"
  find "$servers" -maxdepth 1 -name '.unpack-*' -mmin +60 -exec rm -rf {} + # of setups that were killed
  work=$(mktemp -d "$servers/.unpack-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  echo "Unpacking $* of Debian $suite into $servers" >&2
  fetch "$@"
  unpack
  rm -f "$skipped"
}

# Downloads the packages and everything they need. Every mirror of the machine's own apt is asked, because a server
# vendor's repository looks like one of Debian.
fetch() {
  command -v apt-get >/dev/null || skip 'this system has no apt-get'
  mkdir -p "$work"/state/lists/partial "$work"/cache/archives/partial "$work"/debs
  : >"$work/status"
  local uri
  for uri in $(mirrors); do
    echo "deb $(signed_by "$uri") $uri $suite main" >"$work/sources.list"
    if download "$@"; then return; fi
  done
  skip "$(reason)"
}

# Where apt would look for its own release, whatever the format of its configuration. It need never have done so:
# `apt-get indextargets`, which would tell more, knows only what was fetched before.
mirrors() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
  apt-get --print-uris update |
    sed -nE "s#^'(.*)/dists/($codename|stable|oldstable|testing|unstable|sid)/main/binary-.*#\1#p" | sort -u
}

# The keyring of a mirror, in either of the two formats of the configuration, as an option of the one-line format.
signed_by() {
  local list='' parts='' file
  eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
  for file in "$list" "$parts"/*; do
    if grep -qsF "$1" "$file"; then
      sed -nE 's/^Signed-By: *(\/.*)/[signed-by=\1]/p; s/^deb +\[.*signed-by=([^] ]+).*/[signed-by=\1]/p' "$file" | head -n 1
      return
    fi
  done
}

download() {
  apt -qq update && apt -s install "$@" >"$work/plan" &&
    (cd "$work/debs" && apt -qq download $(awk '/^Inst/ { print $2 }' "$work/plan" | grep -vxE "$unneeded"))
} >"$work/log" 2>&1 </dev/null

# apt-get, with nothing of the machine but its mirrors' proxies: an empty status makes it name every package needed.
apt() {
  apt-get -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::Etc::Preferences=- \
    -o Dir::Etc::PreferencesParts=- -o Dir::State="$work/state" -o Dir::State::status="$work/status" \
    -o Dir::Cache="$work/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User=root -o APT::Install-Recommends=0 \
    -o APT::Update::Error-Mode=any -o Acquire::Retries=2 -o Acquire::http::Timeout=20 "$@"
}

reason() {
  grep -m 1 -E '^(E|W|Err)' "$work/log" 2>/dev/null | sed -E 's/^[EW]: //' | grep . || echo 'no Debian mirror in the configuration of apt'
}

# A folder appears under its name only when all of it is there and the server in it runs.
unpack() {
  local deb version folder
  for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$work/root"; done
  rm -rf "$work"/root/usr/share/{doc,man,locale,lintian}
  version=$(dpkg-deb -f "$(ls "$work/debs/$name"-server-core_*.deb)" Version)
  # Without the epoch: a library path cannot hold a colon.
  folder="$servers/${name}_${version#*:}"
  "$work"/root/usr/lib/*-linux-gnu*/ld-linux*.so.* --library-path "$(echo "$work"/root/usr/lib/*-linux-gnu*)" \
    "$work"/root/usr/sbin/m*d --no-defaults --version >&2
  # Somebody else may have been faster; theirs is as good.
  mv -T "$work/root" "$folder" 2>/dev/null || [ -d "$folder" ]
}

skip() {
  echo "$1" >"$skipped"
  echo "Going on without $name of Debian $suite: $1" >&2
  exit 0
}

main "$@"

#!/bin/sh
# Installs a Debian package at ROUNDS_VERSION, or at the newest version where none is named; goes back where it must.
export LC_ALL=C DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9]* | *- | *[!a-z0-9+.:-]*) fail "name is not a package name: $name" ;;
esac
version=${ROUNDS_VERSION-}
case $version in
  *[!A-Za-z0-9.+:~-]*) fail "not a version of a Debian package: $version" ;;
esac
case ${ROUNDS_PARAM_RECOMMENDS:-true} in
  true) recommends=true ;;
  false) recommends=false ;;
  *) fail "recommends is true or false, not $ROUNDS_PARAM_RECOMMENDS" ;;
esac

# Another apt at work (the daily timers) is waited for. A dead source does not stop what the others have.
log=$(apt-get -q -o DPkg::Lock::Timeout=300 update 2>&1) || printf '%s\n' "apt-get update failed; going on with the lists that are there:" "$log" >&2

policy=$(apt-cache policy -- "$name") || fail "apt-cache policy failed for $name"
candidate=$(printf '%s\n' "$policy" | sed -n 's/^  Candidate: //p' | head -n 1)
case $candidate in
  '' | '(none)') fail "no package source has $name" ;;
esac
# With name=version apt cannot take the name for a pattern, or for a removal (foo-).
log=$(apt-get -q -y -o DPkg::Lock::Timeout=300 -o APT::Install-Recommends="$recommends" \
  -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
  ${version:+--allow-downgrades} install -- "$name=${version:-$candidate}" 2>&1) ||
  fail "apt-get could not install $name ${version:-$candidate}:
$log"

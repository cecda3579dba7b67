#!/bin/sh
# Removes a Debian package, and its configuration where that is asked for.
export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9]* | *- | *[!a-z0-9+.:-]*) fail "name is not a package name: $name" ;;
esac
case ${ROUNDS_PARAM_PURGE:-false} in
  true) verb=purge ;;
  false) verb=remove ;;
  *) fail "purge is true or false, not $ROUNDS_PARAM_PURGE" ;;
esac

# Only a name that dpkg knows goes to apt: it takes an unknown one for a pattern.
found=$(dpkg-query -W -f '${db:Status-Status}\n' -- "$name" 2>&1)
case $? in
  0) ;;
  1) exit 0 ;;
  *) fail "dpkg-query failed: $found" ;;
esac
[ "$found" != not-installed ] || exit 0
log=$(apt-get -q -y -o DPkg::Lock::Timeout=300 "$verb" -- "$name" 2>&1) || fail "apt-get could not $verb $name:
$log"

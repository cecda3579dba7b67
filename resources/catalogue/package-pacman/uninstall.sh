#!/bin/sh
# Removes an Arch package.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9@_+]* | *[!a-z0-9@._+-]*) fail "name is not a package name: $name" ;;
esac
found=$(pacman -Q -- "$name" 2>&1) || {
  case $found in
    *'was not found'*) exit 0 ;;
  esac
  fail "pacman failed: $found"
}
log=$(pacman -R --noconfirm --noprogressbar -- "$name" 2>&1) || fail "pacman could not remove $name:
$log"

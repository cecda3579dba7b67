#!/bin/sh
# Prints the installed version of an Arch package; 1 when it is not installed.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9@_+]* | *[!a-z0-9@._+-]*) fail "name is not a package name: $name" ;;
esac
command -v pacman >/dev/null 2>&1 || { echo 'there is no pacman here'; exit 100; }

# pacman says 1 for everything: its words tell a package that is not there from trouble.
found=$(pacman -Q -- "$name" 2>&1)
status=$?
case $status,$found in
  0,"$name "*) printf 'version: %s\n' "${found#* }" ;;
  0,*) exit 1 ;; # what provides it has another name
  *,*'was not found'*) exit 1 ;;
  *) fail "pacman failed with status $status: $found" ;;
esac

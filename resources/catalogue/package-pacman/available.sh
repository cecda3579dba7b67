#!/bin/sh
# Prints the version that the repositories have, by the lists as they are; nothing when there is none.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9@_+]* | *[!a-z0-9@._+-]*) fail "name is not a package name: $name" ;;
esac
command -v pacman >/dev/null 2>&1 || { echo 'there is no pacman here'; exit 100; }

found=$(pacman -Si -- "$name" 2>&1)
status=$?
case $status,$found in
  0,*) ;;
  *,*'was not found'*) printf 'no repository has %s\n' "$name" >&2; exit 0 ;;
  *) fail "pacman failed with status $status: $found" ;;
esac
version=$(printf '%s\n' "$found" | sed -n 's/^Version *: *//p' | head -n 1)
[ -n "$version" ] || fail "pacman names no version of $name"
printf 'version: %s\n' "$version"

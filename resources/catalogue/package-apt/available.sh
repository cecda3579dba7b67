#!/bin/sh
# Prints the version that apt would install, by the package lists as they are; nothing when there is none.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9]* | *- | *[!a-z0-9+.:-]*) fail "name is not a package name: $name" ;;
esac
command -v apt-cache >/dev/null 2>&1 || { echo 'there is no apt here'; exit 100; }

policy=$(apt-cache policy -- "$name") || fail "apt-cache policy failed for $name"
version=$(printf '%s\n' "$policy" | sed -n 's/^  Candidate: //p' | head -n 1)
case $version in
  '' | '(none)') printf 'no package source has %s\n' "$name" >&2; exit 0 ;;
esac
printf 'version: %s\n' "$version"

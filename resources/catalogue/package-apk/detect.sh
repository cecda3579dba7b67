#!/bin/sh
# Prints the installed version of an Alpine package; 1 when it is not installed.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac
command -v apk >/dev/null 2>&1 || { echo 'there is no apk here'; exit 100; }

# A line is: name-version arch {origin} (licence) [state]. The version begins at the last dash but one.
found=$(apk list --installed -- "$name") || fail "apk list failed for $name"
version=$(printf '%s\n' "$found" | awk -v name="$name" '
  { full = $1; version = full; sub(/-[^-]*-r[0-9]+$/, "", full)
    if (full == name) print substr(version, length(name) + 2) }' | sort -V | tail -n 1)
[ -n "$version" ] || exit 1
printf 'version: %s\n' "$version"

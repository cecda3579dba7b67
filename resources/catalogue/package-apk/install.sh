#!/bin/sh
# Installs an Alpine package at ROUNDS_VERSION, or at the newest version where none is named.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac
version=${ROUNDS_VERSION-}
case $version in
  *[!A-Za-z0-9._-]*) fail "not a version of an Alpine package: $version" ;;
esac

apk update -q || echo 'apk update failed; going on with the index that is there' >&2
# name=version pins the package for ever: only where the version is not the newest one anyway.
wanted=$name
if [ -n "$version" ]; then
  found=$(apk list --available -- "$name") || fail "apk list failed for $name"
  newest=$(printf '%s\n' "$found" | awk -v name="$name" '
    { full = $1; version = full; sub(/-[^-]*-r[0-9]+$/, "", full)
      if (full == name) print substr(version, length(name) + 2) }' | sort -V | tail -n 1)
  [ "$version" = "$newest" ] || wanted="$name=$version"
fi
log=$(apk add -q --no-interactive --upgrade -- "$wanted" 2>&1) || fail "apk could not add $wanted:
$log"

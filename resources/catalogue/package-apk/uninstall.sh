#!/bin/sh
# Removes an Alpine package.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac
log=$(apk del -q --no-interactive -- "$name" 2>&1) || fail "apk could not remove $name:
$log"

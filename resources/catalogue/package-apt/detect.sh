#!/bin/sh
# Prints the installed version of a Debian package; 1 when it is not installed.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9]* | *- | *[!a-z0-9+.:-]*) fail "name is not a package name: $name" ;;
esac
command -v dpkg-query >/dev/null 2>&1 || { echo 'there is no dpkg here'; exit 100; }

# dpkg-query says 1 for a package it has never heard of, 2 for trouble.
found=$(dpkg-query -W -f '${db:Status-Status} ${Version}\n' -- "$name" 2>&1)
status=$?
[ "$status" -ne 1 ] || exit 1
[ "$status" -eq 0 ] || fail "dpkg-query failed with status $status: $found"

version=
broken=
while read -r state this; do
  case $state in
    installed | triggers-pending | triggers-awaited) version=$this; break ;;
    not-installed | config-files | '') ;;
    *) broken=$state ;;
  esac
done <<END
$found
END
if [ -n "$version" ]; then
  printf 'version: %s\n' "$version"
  exit 0
fi
[ -z "$broken" ] || fail "$name is $broken; finish it with: dpkg --configure -a"
exit 1

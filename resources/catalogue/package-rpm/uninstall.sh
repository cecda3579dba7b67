#!/bin/sh
# Removes an rpm package.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac

found=$(rpm -q "$name" 2>&1) || {
  case $found in
    *'is not installed'*) exit 0 ;;
  esac
  fail "rpm failed: $found"
}
if command -v dnf >/dev/null 2>&1; then log=$(dnf -q -y remove "$name" 2>&1)
elif command -v zypper >/dev/null 2>&1; then log=$(zypper --non-interactive remove --no-confirm -- "$name" 2>&1)
elif command -v yum >/dev/null 2>&1; then log=$(yum -q -y remove "$name" 2>&1)
else fail 'there is neither dnf nor yum nor zypper here'
fi
status=$?
[ "$status" -eq 0 ] || fail "could not remove $name (status $status):
$log"

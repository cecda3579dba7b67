#!/bin/sh
# Prints the installed version (epoch:version-release) of an rpm package; 1 when it is not installed.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac
command -v rpm >/dev/null 2>&1 || { echo 'there is no rpm here'; exit 100; }
command -v dnf >/dev/null 2>&1 || command -v yum >/dev/null 2>&1 || command -v zypper >/dev/null 2>&1 || {
  echo 'there is neither dnf nor yum nor zypper here'
  exit 100
}

# rpm counts what it did not find in its status, and would take name-version for a name: the name must be the same.
found=$(rpm -q --qf '%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\n' "$name" 2>&1)
status=$?
if [ "$status" -ne 0 ]; then
  case $found in
    *'is not installed'*) exit 1 ;;
  esac
  fail "rpm failed with status $status: $found"
fi
# Several versions (kernels) stand side by side: the newest counts.
version=$(printf '%s\n' "$found" | awk -v name="$name" '$1 == name { print $2 }' | sort -V | tail -n 1)
[ -n "$version" ] || exit 1
printf 'version: %s\n' "$version"

#!/bin/sh
# Prints the newest version that the repositories have; nothing when there is none.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac

if command -v dnf >/dev/null 2>&1; then
  found=$(dnf -q -y repoquery --latest-limit=1 --qf '%{name} %{epoch}:%{version}-%{release}\n' "$name") || fail "dnf repoquery failed for $name"
elif command -v zypper >/dev/null 2>&1; then
  found=$(zypper --quiet --non-interactive info -- "$name") || fail "zypper info failed for $name"
  found=$(printf '%s\n' "$found" | sed -n "s/^Version *: */$name /p")
elif command -v yum >/dev/null 2>&1; then
  # yum says 1 for a package that no repository has.
  found=$(yum -q -y --showduplicates list "$name" 2>&1)
  status=$?
  case $status,$found in
    0,*) ;;
    1,*'No matching'*) found= ;;
    *) fail "yum list failed with status $status: $found" ;;
  esac
  found=$(printf '%s\n' "$found" | awk -v name="$name" '{ sub(/\.[^.]*$/, "", $1) } $1 == name { print $1, $2 }')
else
  echo 'there is neither dnf nor yum nor zypper here'
  exit 100
fi
version=$(printf '%s\n' "$found" | awk -v name="$name" '$1 == name { sub(/^0:/, "", $2); print $2 }' | sort -V | tail -n 1)
[ -n "$version" ] || { printf 'no repository has %s\n' "$name" >&2; exit 0; }
printf 'version: %s\n' "$version"

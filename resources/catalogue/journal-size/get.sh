#!/bin/sh
# The size that the journal may take.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}

[ -e "$root/lib/systemd/systemd-journald" ] || [ -e "$root/usr/lib/systemd/systemd-journald" ] || {
  echo 'there is no journald here'
  exit 100
}

# What journald would read, drop-ins in its order: the last line wins.
effective() {
  found=$(systemd-analyze ${root:+--root="$root"} cat-config systemd/journald.conf 2>&1) || fail "systemd-analyze failed: $found"
  printf '%s\n' "$found" | sed -n 's/^[[:space:]]*SystemMaxUse[[:space:]]*=[[:space:]]*//p' | sed -e 's/[[:space:]]*$//' -e '$!d'
}

current=$(effective) || exit 2
printf 'SystemMaxUse: %s\n' "${current:-default}"

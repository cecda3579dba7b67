#!/bin/sh
# Whether the journal keeps to the size that is wanted.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
wanted=${ROUNDS_PARAM_MAX_USE:-500M}
case $wanted in
  [!1-9]* | *[!0-9KMGT]* | *[KMGT]*[KMGT]* | *[0-9] | ?????????*) fail "max-use is a size like 500M, not $wanted" ;;
esac

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
[ "$current" != "$wanted" ] || exit 0
printf 'SystemMaxUse: %s -> %s\n' "${current:-default}" "$wanted"
exit 1

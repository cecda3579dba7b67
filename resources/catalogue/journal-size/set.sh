#!/bin/sh
# Limits the journal by a drop-in of journald, and shrinks it at once.
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

folder=$root/etc/systemd/journald.conf.d
(umask 022 && mkdir -p -- "$folder") || fail "$folder could not be made"
temporary=$(mktemp "$folder/.rounds.XXXXXX") || fail "nothing can be written in $folder"
trap 'rm -f -- "$temporary"' 0
printf '# Written by Rounds (journal-size).\n[Journal]\nSystemMaxUse=%s\n' "$wanted" >"$temporary" || fail "$folder could not be written"
chmod 0644 "$temporary" || fail "$folder could not be written"
mv -f -- "$temporary" "$folder/90-rounds.conf" || fail "$folder/90-rounds.conf could not be replaced"

current=$(effective) || exit 2
[ "$current" = "$wanted" ] || fail "another file in journald.conf.d that is read later says SystemMaxUse=$current; see: systemd-analyze cat-config systemd/journald.conf"

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  log=$(systemctl restart systemd-journald.service 2>&1) || fail "journald could not be restarted: $log"
  log=$(journalctl -q --rotate --vacuum-size="$wanted" 2>&1) || fail "the journal could not be shrunk: $log"
fi
exit 0

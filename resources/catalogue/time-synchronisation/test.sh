#!/bin/sh
# Whether a time service is enabled and running, with the servers that are wanted.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
servers=${ROUNDS_PARAM_SERVERS-}
case $servers in
  ' '* | *' ' | *'  '* | *[!A-Za-z0-9.:\ -]* | -* | *' -'*) fail "servers are names or addresses with one space between them, not $servers" ;;
esac

if ! command -v systemctl >/dev/null 2>&1 || { [ -z "$root" ] && [ ! -d /run/systemd/system ]; }; then
  echo 'systemd does not run here'
  exit 100
fi
if [ -z "$root" ] && command -v systemd-detect-virt >/dev/null 2>&1 && systemd-detect-virt --quiet --container; then
  echo 'a container has the clock of its host'
  exit 100
fi

# The words count, never the status of systemctl. Sets service to the one that is best off, enabled and running to yes or no.
look() {
  service=
  enabled=no
  running=no
  for unit in chronyd chrony systemd-timesyncd ntpsec ntpd ntp openntpd; do
    case $(systemctl ${root:+--root="$root"} is-enabled "$unit.service" 2>/dev/null) in
      enabled) is_enabled=yes ;;
      alias) continue ;; # another name of one of the others
      disabled | linked | static | indirect | enabled-runtime) is_enabled=no ;;
      *) continue ;;
    esac
    is_running=no
    if [ -n "$root" ] || [ "$(systemctl is-active "$unit.service" 2>/dev/null)" = active ]; then is_running=yes; fi
    # The first one that is there, unless another one is enabled and running.
    if [ -z "$service" ] || { [ "$is_enabled$is_running" = yesyes ] && [ "$enabled$running" != yesyes ]; }; then
      service=$unit
      enabled=$is_enabled
      running=$is_running
    fi
  done
}

# Where its servers are named: sets file and text; file is empty where the service has no place for it.
place() {
  file=
  text=
  case $service in
    systemd-timesyncd)
      file=$root/etc/systemd/timesyncd.conf.d/90-rounds.conf
      text="# Written by Rounds (time-synchronisation).
[Time]
NTP=
NTP=$servers"
      ;;
    chrony | chronyd)
      for config in "$root/etc/chrony/chrony.conf" "$root/etc/chrony.conf"; do
        [ -f "$config" ] || continue
        folder=$(sed -n 's/^[[:space:]]*sourcedir[[:space:]][[:space:]]*\(\/etc\/[^[:space:]]*\).*/\1/p' "$config" | head -n 1)
        [ -z "$folder" ] || file=$root$folder/rounds.sources
      done
      text='# Written by Rounds (time-synchronisation).'
      for server in $servers; do
        text="$text
server $server iburst"
      done
      ;;
  esac
}

look
if [ -z "$service" ]; then
  echo 'service: none -> enabled and running'
  exit 1
fi
status=0
if [ "$enabled" = no ]; then
  printf '%s enabled: no -> yes\n' "$service"
  status=1
fi
if [ "$running" = no ]; then
  printf '%s running: no -> yes\n' "$service"
  status=1
fi
if [ -n "$servers" ]; then
  place
  [ -n "$file" ] || fail "$service has no folder for further servers: name them in its configuration, or leave servers empty"
  if [ ! -f "$file" ] || [ "$(cat "$file")" != "$text" ]; then
    printf '%s servers: others -> %s\n' "$service" "$servers"
    status=1
  fi
fi
exit "$status"

#!/bin/sh
# Installs a time service where there is none, names its servers, enables and starts it.
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

change() { # runs a command; silent unless it fails
  log=$("$@" 2>&1) || fail "failed: $*
$log"
}

look
if [ -z "$service" ]; then
  [ -z "$root" ] || fail 'there is no time service, and none can be installed into a folder'
  if command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    log=$(apt-get -q -o DPkg::Lock::Timeout=300 update 2>&1) || printf '%s\n' "apt-get update failed: $log" >&2
    change apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install systemd-timesyncd
  elif command -v dnf >/dev/null 2>&1; then change dnf -q -y install chrony
  elif command -v zypper >/dev/null 2>&1; then change zypper --non-interactive install --no-confirm chrony
  elif command -v yum >/dev/null 2>&1; then change yum -q -y install chrony
  elif command -v pacman >/dev/null 2>&1; then change pacman -S --noconfirm --needed --noprogressbar chrony
  else fail 'there is no time service, and no package manager that is known'
  fi
  change systemctl daemon-reload
  look
  [ -n "$service" ] || fail 'the time service was installed, but its unit is not there'
fi

renamed=no
if [ -n "$servers" ]; then
  place
  [ -n "$file" ] || fail "$service has no folder for further servers: name them in its configuration, or leave servers empty"
  if [ ! -f "$file" ] || [ "$(cat "$file")" != "$text" ]; then
    (umask 022 && mkdir -p -- "${file%/*}" && printf '%s\n' "$text" >"$file.rounds" && mv -f -- "$file.rounds" "$file") || fail "$file could not be written"
    renamed=yes
  fi
fi
[ "$enabled" = yes ] || change systemctl ${root:+--root="$root"} enable "$service.service"
[ -z "$root" ] || exit 0
if [ "$running" = no ]; then change systemctl start "$service.service"
elif [ "$renamed" = yes ]; then change systemctl restart "$service.service"
fi
exit 0

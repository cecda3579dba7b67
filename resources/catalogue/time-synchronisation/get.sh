#!/bin/sh
# Which time service is there, and whether it is enabled and running.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}

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

look
printf 'service: %s\nenabled: %s\nrunning: %s\n' "${service:-none}" "$enabled" "$running"

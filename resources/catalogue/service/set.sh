#!/bin/sh
# Enables and starts a service, or stops and disables it.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9@_]* | *[!A-Za-z0-9@_.:\\-]*) fail "name is not the name of a service: $name" ;;
esac
case ${ROUNDS_PARAM_RUNNING:-true},${ROUNDS_PARAM_ENABLED:-true} in
  true,true | true,false | false,true | false,false) ;;
  *) fail "running and enabled are true or false, not $ROUNDS_PARAM_RUNNING and $ROUNDS_PARAM_ENABLED" ;;
esac
running=${ROUNDS_PARAM_RUNNING:-true}
enabled=${ROUNDS_PARAM_ENABLED:-true}

# With a folder for / only what is enabled can be seen and changed: nothing runs there.
if command -v systemctl >/dev/null 2>&1 && { [ -n "$root" ] || [ -d /run/systemd/system ]; }; then manager=systemd
elif [ -z "$root" ] && command -v rc-service >/dev/null 2>&1 && [ -d /run/openrc ]; then manager=openrc
else
  echo 'neither systemd nor OpenRC runs here'
  exit 100
fi

# The words count, never the status: systemctl says 1, 3 and 4 for things that are no failure.
state_of() { # sets is_enabled (yes, no, fixed, masked, missing) and is_running (yes, no)
  if [ "$manager" = systemd ]; then
    case $(systemctl ${root:+--root="$root"} is-enabled -- "$name" 2>/dev/null) in
      enabled | alias) is_enabled=yes ;;
      static | indirect | generated | transient) is_enabled=fixed ;;
      masked | masked-runtime) is_enabled=masked ;;
      disabled | linked | linked-runtime | enabled-runtime) is_enabled=no ;;
      *) is_enabled=missing ;;
    esac
    is_running=no
    if [ -z "$root" ]; then
      case $(systemctl is-active -- "$name" 2>/dev/null) in
        active | reloading | refreshing) is_running=yes ;;
      esac
    fi
  else
    is_enabled=no
    is_running=no
    if [ ! -e "/etc/init.d/$name" ]; then is_enabled=missing
    elif [ -e "/etc/runlevels/default/$name" ] || [ -e "/etc/runlevels/boot/$name" ] || [ -e "/etc/runlevels/sysinit/$name" ]; then is_enabled=yes
    fi
    if rc-service -- "$name" status >/dev/null 2>&1; then is_running=yes; fi
  fi
}

change() { # runs a command; silent unless it fails
  log=$("$@" 2>&1) && return 0
  printf '%s\n' "failed: $*" "$log" >&2
  if [ "$manager" = systemd ] && [ -z "$root" ]; then systemctl --no-pager --full --lines=20 status -- "$name" >&2; fi
  exit 2
}

state_of
if [ "$is_enabled" = missing ]; then
  if [ "$running" = false ] && [ "$enabled" = false ]; then exit 0; fi
  fail "there is no service $name here"
fi
if [ "$is_enabled" = masked ] && { [ "$enabled" = true ] || [ "$running" = true ]; }; then
  fail "$name is masked: somebody forbade it; allow it with: systemctl unmask $name"
fi

if [ "$manager" = systemd ]; then
  case $enabled,$is_enabled in
    true,no) change systemctl ${root:+--root="$root"} enable -- "$name" ;;
    false,yes) change systemctl ${root:+--root="$root"} disable -- "$name" ;;
  esac
  [ -z "$root" ] || exit 0
  case $running,$is_running in
    true,no)
      systemctl reset-failed -- "$name" 2>/dev/null # or a service that failed too often is not started again
      change systemctl start -- "$name"
      ;;
    false,yes) change systemctl stop -- "$name" ;;
  esac
else
  case $enabled,$is_enabled in
    true,no) change rc-update add "$name" default ;;
    false,yes) change rc-update --all del "$name" ;;
  esac
  case $running,$is_running in
    true,no) change rc-service -- "$name" start ;;
    false,yes) change rc-service -- "$name" stop ;;
  esac
fi
exit 0

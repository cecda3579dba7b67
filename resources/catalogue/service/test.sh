#!/bin/sh
# Whether a service is enabled and running as wanted.
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

state_of
if [ "$is_enabled" = missing ]; then
  # What is not there is as good as stopped and disabled.
  if [ "$running" = false ] && [ "$enabled" = false ]; then exit 0; fi
  fail "there is no service $name here"
fi
status=0
case $enabled,$is_enabled in
  true,yes | true,fixed | false,no | false,fixed | false,masked) ;;
  true,*) printf 'enabled: %s -> yes\n' "$is_enabled"; status=1 ;;
  false,*) printf 'enabled: %s -> no\n' "$is_enabled"; status=1 ;;
esac
if [ -z "$root" ]; then
  case $running,$is_running in
    true,no) printf 'running: no -> yes\n'; status=1 ;;
    false,yes) printf 'running: yes -> no\n'; status=1 ;;
  esac
fi
exit "$status"

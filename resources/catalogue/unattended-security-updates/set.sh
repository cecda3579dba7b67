#!/bin/sh
# Lets the computer install security updates by itself.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
restart=${ROUNDS_PARAM_RESTART:-false}
time=${ROUNDS_PARAM_RESTART_TIME:-03:30}
case $restart in
  true | false) ;;
  *) fail "restart is true or false, not $restart" ;;
esac
case $time in
  [01][0-9]:[0-5][0-9] | 2[0-3]:[0-5][0-9]) ;;
  *) fail "restart-time is a time like 03:30, not $time" ;;
esac

if [ -e "$root/usr/bin/apt-get" ]; then family=apt
elif [ -e "$root/usr/bin/dnf" ]; then family=dnf
else
  echo 'there is neither apt nor dnf here'
  exit 100
fi

config=$root/etc/dnf/automatic.conf
if [ "$restart" = true ]; then reboot=when-needed; else reboot=never; fi

# Sets enabled and running of a timer to yes or no. The words count, never the status of systemctl.
timer_state() {
  enabled=no
  running=no
  if ! command -v systemctl >/dev/null 2>&1; then
    enabled=yes # cron does it then
    running=yes
    return
  fi
  case $(systemctl ${root:+--root="$root"} is-enabled -- "$1" 2>/dev/null) in
    enabled | static | alias) enabled=yes ;;
  esac
  if [ -n "$root" ] || [ ! -d /run/systemd/system ] || [ "$(systemctl is-active -- "$1" 2>/dev/null)" = active ]; then running=yes; fi
}
dnf_timer() {
  for timer in dnf5-automatic.timer dnf-automatic.timer; do
    [ ! -e "$root/usr/lib/systemd/system/$timer" ] || return 0
  done
}

change() { # runs a command; silent unless it fails
  log=$("$@" 2>&1) || fail "failed: $*
$log"
}
temporary=
trap '[ -z "$temporary" ] || rm -f -- "$temporary"' 0
timer_on() {
  timer_state "$1"
  [ "$enabled" = yes ] || change systemctl ${root:+--root="$root"} enable -- "$1"
  [ "$running" = yes ] || change systemctl start -- "$1"
}

if [ "$family" = apt ]; then
  if [ ! -e "$root/usr/bin/unattended-upgrade" ]; then
    [ -z "$root" ] || fail 'unattended-upgrades is not there and cannot be installed into a folder'
    export DEBIAN_FRONTEND=noninteractive
    log=$(apt-get -q -o DPkg::Lock::Timeout=300 update 2>&1) || printf '%s\n' "apt-get update failed: $log" >&2
    change apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install unattended-upgrades
  fi
  # Read late, so that it wins over 20auto-upgrades and 50unattended-upgrades, which say what counts as a security update.
  temporary=$(mktemp "$root/etc/apt/.rounds.XXXXXX") || fail 'nothing can be written in /etc/apt'
  cat >"$temporary" <<END || fail '/etc/apt could not be written'
// Written by Rounds (unattended-security-updates).
APT::Periodic::Enable "1";
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "$restart";
Unattended-Upgrade::Automatic-Reboot-Time "$time";
END
  chmod 0644 "$temporary" || fail '/etc/apt could not be written'
  mv -f -- "$temporary" "$root/etc/apt/apt.conf.d/90rounds-unattended" || fail '/etc/apt/apt.conf.d could not be written'
  temporary=
  timer_on apt-daily.timer
  timer_on apt-daily-upgrade.timer
  exit 0
fi

if [ ! -e "$config" ]; then
  [ -z "$root" ] || fail 'dnf-automatic is not there and cannot be installed into a folder'
  # dnf 5 keeps its settings elsewhere until a file of one's own is there.
  change dnf -q -y install dnf-automatic
  if [ ! -e "$config" ]; then
    (mkdir -p -- "${config%/*}" && printf '[commands]\n' >"$config") || fail "$config could not be written"
  fi
fi
temporary=$(mktemp "${config%/*}/.rounds.XXXXXX") || fail "nothing can be written in ${config%/*}"
cp -a -- "$config" "$temporary" || fail "$config could not be copied"
awk -v reboot="$reboot" '
  function rest() { if (inside) { print "upgrade_type = security"; print "apply_updates = yes"; print "reboot = " reboot; done = 1 } }
  /^[[:space:]]*\[/ { rest(); inside = /^[[:space:]]*\[commands\]/ && !done }
  inside && /^[[:space:]]*(upgrade_type|apply_updates|reboot)[[:space:]]*=/ { next }
  { print }
  END { if (!done) { if (!inside) { print "[commands]"; inside = 1 } rest() } }' "$config" >"$temporary" || fail "$config could not be rewritten"
mv -f -- "$temporary" "$config" || fail "$config could not be replaced"
temporary=
dnf_timer
timer_on "$timer"
exit 0

#!/bin/sh
# Whether the computer installs security updates by itself.
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

# What apt itself reads, all files together. Its own paths are those of the folder, where one stands for /.
setting() {
  value=$(apt-config ${root:+-o Dir="$root"} dump --format '%v%n' "$1") || fail 'apt-config failed'
  printf '%s\n' "$value" | sed -e '/^$/d' | sed -e '$!d'
}

config=$root/etc/dnf/automatic.conf
# A key of the section [commands]: reboot = never. Later lines win.
command_setting() {
  awk -v key="$1" '
    /^[[:space:]]*\[/ { inside = /^[[:space:]]*\[commands\]/ }
    inside && $0 ~ "^[[:space:]]*" key "[[:space:]]*=" { sub(/^[^=]*=[[:space:]]*/, ""); sub(/[[:space:]]*$/, ""); value = $0 }
    END { print value }' "$config"
}
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

status=0
want() { # name, current, wanted
  [ "$2" != "$3" ] || return 0
  printf '%s: %s -> %s\n' "$1" "${2:-not set}" "$3"
  status=1
}
timer_wanted() {
  timer_state "$1"
  want "$1 enabled" "$enabled" yes
  want "$1 running" "$running" yes
}

if [ "$family" = apt ]; then
  if [ ! -e "$root/usr/bin/unattended-upgrade" ]; then
    echo 'unattended-upgrades: absent -> installed'
    exit 1
  fi
  for key in APT::Periodic::Update-Package-Lists APT::Periodic::Unattended-Upgrade; do
    current=$(setting "$key") || exit 2
    case $current in
      '' | 0) want "$key" "$current" 1 ;;
    esac
  done
  current=$(setting APT::Periodic::Enable) || exit 2
  want APT::Periodic::Enable "${current:-1}" 1
  current=$(setting Unattended-Upgrade::Automatic-Reboot) || exit 2
  want Unattended-Upgrade::Automatic-Reboot "${current:-false}" "$restart"
  if [ "$restart" = true ]; then
    current=$(setting Unattended-Upgrade::Automatic-Reboot-Time) || exit 2
    want Unattended-Upgrade::Automatic-Reboot-Time "$current" "$time"
  fi
  timer_wanted apt-daily.timer
  timer_wanted apt-daily-upgrade.timer
  exit "$status"
fi

if [ ! -e "$config" ]; then
  echo 'dnf-automatic: absent -> installed'
  exit 1
fi
current=$(command_setting upgrade_type) || fail "$config cannot be read"
case $current in
  default) ;; # all updates: security ones among them
  *) want upgrade_type "$current" security ;;
esac
current=$(command_setting apply_updates) || fail "$config cannot be read"
case $current in
  yes | true | 1 | True) ;;
  *) want apply_updates "$current" yes ;;
esac
current=$(command_setting reboot) || fail "$config cannot be read"
want reboot "${current:-never}" "$reboot"
dnf_timer
timer_wanted "$timer"
exit "$status"

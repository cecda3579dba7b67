#!/bin/sh
# Whether the SSH server is restricted as wanted: what holds for everybody, not the Match blocks.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
root_login=${ROUNDS_PARAM_ROOT_LOGIN:-prohibit-password}
passwords=${ROUNDS_PARAM_PASSWORDS:-no}
tries=${ROUNDS_PARAM_MAX_AUTH_TRIES:-4}
case $root_login in
  no | prohibit-password | keep) ;;
  *) fail "root-login is no, prohibit-password or keep, not $root_login" ;;
esac
case $passwords in
  no | keep) ;;
  *) fail "passwords is no or keep, not $passwords" ;;
esac
case $tries in
  [2-9] | 10) ;;
  *) fail "max-auth-tries is a number from 2 to 10, not $tries" ;;
esac

config=/etc/ssh/sshd_config
sshd=$(command -v sshd) || {
  echo 'there is no OpenSSH server here'
  exit 100
}
[ -f "$config" ] || {
  printf 'there is no %s here\n' "$config"
  exit 100
}

# What is wanted, as sshd itself prints what holds: one lower-case key and its value a line.
wanted="permitemptypasswords no
x11forwarding no
maxauthtries $tries"
case $root_login in
  no) wanted="$wanted
permitrootlogin no" ;;
  prohibit-password) wanted="$wanted
permitrootlogin without-password" ;;
esac
[ "$passwords" = keep ] || wanted="$wanted
passwordauthentication no
kbdinteractiveauthentication no"

# Lines of wanted that do not hold, each with what holds now. Root refused altogether is stricter than without-password.
differences() { # the output of sshd -T
  while read -r key value; do
    current=$(printf '%s\n' "$1" | sed -n "s/^$key //p" | head -n 1)
    # Older servers know it as challengeresponseauthentication, or by its long name.
    [ -n "$current" ] || [ "$key" != kbdinteractiveauthentication ] || current=$(printf '%s\n' "$1" | sed -n 's/^challengeresponseauthentication //p' | head -n 1)
    case $key,$value,$current in
      permitrootlogin,without-password,no | permitrootlogin,without-password,prohibit-password | permitrootlogin,without-password,forced-commands-only) continue ;;
      maxauthtries,*) [ "${current:-99}" -gt "$value" ] || continue ;;
    esac
    [ "$current" = "$value" ] || printf '%s: %s -> %s\n' "$key" "${current:-unknown}" "$value"
  done <<END
$wanted
END
}

holds=$("$sshd" -T 2>&1) || fail "sshd -T failed: $holds"
found=$(differences "$holds") || fail 'what sshd -T prints could not be compared'
[ -n "$found" ] || exit 0
printf '%s\n' "$found"
exit 1

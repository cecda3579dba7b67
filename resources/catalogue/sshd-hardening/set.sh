#!/bin/sh
# Restricts the SSH server: checked by sshd before it is put in place, and taken back when sshd then refuses it.
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

holds=$("$sshd" -T 2>&1) || fail "sshd -T failed, nothing was changed: $holds"
[ -n "$(differences "$holds")" ] || exit 0

# The way in of who is connected must stay: behind sudo that is the user who called sudo.
user=${SUDO_USER:-$(id -un)} || fail 'id failed'
case $user in
  '' | -* | *[!A-Za-z0-9_.@\\-]*) fail "the connected user has an odd name, nothing was changed: $user" ;;
esac
has_key() {
  of_user=$("$sshd" -T -C "user=$user,host=localhost,addr=127.0.0.1" 2>/dev/null) || of_user=$holds
  # Keys that come from elsewhere: a command, or a certificate authority.
  printf '%s\n' "$of_user" | grep -q -E '^(authorizedkeyscommand|trustedusercakeys) /' && return 0
  if command -v getent >/dev/null 2>&1; then home=$(getent passwd "$user" | cut -d : -f 6)
  else home=$(awk -F : -v user="$user" '$1 == user { print $6 }' /etc/passwd)
  fi
  [ -n "$home" ] || return 1
  files=$(printf '%s\n' "$of_user" | sed -n 's/^authorizedkeysfile //p')
  set -f
  for keys in $files; do
    case $keys in
      none) continue ;;
      %h/*) keys=$home/${keys#%h/} ;;
      *%u*) keys=${keys%%%u*}$user${keys#*%u} ;;
    esac
    case $keys in
      /*) ;;
      *) keys=$home/$keys ;;
    esac
    if [ -f "$keys" ] && grep -q -E '^[^#]*(ssh-(rsa|ed25519|dss)|ecdsa-sha2-|sk-(ssh|ecdsa)-)[^ ]* +AAAA' "$keys"; then return 0; fi
  done
  return 1
}
if [ "$user" = root ] && [ "$root_login" = no ]; then
  fail 'nothing was changed: this connection is that of root, and root-login: no would lock it out. Connect as another user, with sudo'
fi
if [ "$passwords" = no ] || { [ "$user" = root ] && [ "$root_login" = prohibit-password ]; }; then
  has_key || fail "nothing was changed: $user has no key in authorized_keys, and without passwords could not log in again. Add a key first"
fi

# sshd takes the first value that it reads: ours stand before all others. Where the configuration begins by including
# sshd_config.d they are a file of their own there, else a block at the top.
block=$(
  echo '# Written by Rounds (sshd-hardening).'
  printf 'PermitEmptyPasswords no\nX11Forwarding no\nMaxAuthTries %s\n' "$tries"
  [ "$root_login" = keep ] || printf 'PermitRootLogin %s\n' "$root_login"
  if [ "$passwords" = no ]; then
    echo 'PasswordAuthentication no'
    if printf '%s\n' "$holds" | grep -q '^kbdinteractiveauthentication '; then echo 'KbdInteractiveAuthentication no'
    else echo 'ChallengeResponseAuthentication no'
    fi
  fi
)
first=$(sed -e '/^[[:space:]]*#/d' -e '/^[[:space:]]*$/d' "$config" | head -n 1)
case $first in
  [Ii]nclude[[:space:]]*/etc/ssh/sshd_config.d/\*.conf*) place=/etc/ssh/sshd_config.d/00-rounds.conf ;;
  *) place=$config ;;
esac

candidate=
trap '[ -z "$candidate" ] || rm -f -- "$candidate"' 0
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
candidate=$(mktemp "$config.rounds.XXXXXX") || fail "nothing can be written beside $config"
whole() { # the configuration with our block before all else
  printf '%s\n# End of what Rounds wrote.\n' "$block"
  sed '/^# Written by Rounds (sshd-hardening)\.$/,/^# End of what Rounds wrote\.$/d' "$config"
}
whole >"$candidate" || fail "$candidate could not be written"
would=$("$sshd" -T -f "$candidate" 2>&1) || fail "sshd refuses the new configuration, nothing was changed: $would"
left=$(differences "$would")
[ -z "$left" ] || fail "the new configuration would not hold, nothing was changed: $left"

# From here on every failure takes it back.
saved=
if [ -e "$place" ]; then
  saved=$place.rounds-old
  cp -a -- "$place" "$saved" || fail "$place could not be saved, nothing was changed"
fi
back() {
  if [ -n "$saved" ]; then mv -f -- "$saved" "$place"; else rm -f -- "$place"; fi
}
if [ "$place" = "$config" ]; then cp -a -- "$config" "$candidate" && whole >"$candidate"
else printf '%s\n' "$block" >"$candidate" && chmod 0644 "$candidate"
fi
written=$?
if [ "$written" -ne 0 ] || ! mv -f -- "$candidate" "$place"; then
  [ -z "$saved" ] || rm -f -- "$saved"
  fail "$place could not be written, nothing was changed"
fi
candidate=
log=$("$sshd" -t 2>&1) || {
  back
  fail "sshd refuses the new configuration, it was taken back: $log"
}

# Only new connections see it: the open ones, this one too, stay.
reload() {
  if [ -d /run/systemd/system ]; then
    for unit in ssh.service sshd.service; do
      [ "$(systemctl is-active "$unit" 2>/dev/null)" != active ] || { systemctl reload "$unit" 2>&1; return; }
    done
  elif command -v rc-service >/dev/null 2>&1 && [ -e /run/openrc ]; then rc-service sshd reload 2>&1
  elif [ -s /run/sshd.pid ]; then kill -HUP "$(cat /run/sshd.pid)" 2>&1
  fi # else it runs for each connection anew
}
log=$(reload) || {
  back
  log2=$(reload) || log="$log $log2"
  fail "the SSH server could not be reloaded, the configuration was taken back: $log"
}
[ -z "$saved" ] || rm -f -- "$saved"
exit 0

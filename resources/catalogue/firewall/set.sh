#!/bin/sh
# Turns a firewall on: first what must come in is let in, then the rest is kept out.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
backend=${ROUNDS_PARAM_BACKEND:-auto}
allow=${ROUNDS_PARAM_ALLOW-}
ssh_port=${ROUNDS_PARAM_SSH_PORT:-0}
case $backend in
  auto | ufw | firewalld | nftables) ;;
  *) fail "backend is auto, ufw, firewalld or nftables, not $backend" ;;
esac
valid_port() {
  case $1 in
    '' | 0* | *[!0-9]* | ??????*) return 1 ;;
  esac
  [ "$1" -le 65535 ]
}
case $allow in
  *[!0-9a-z/\ ]*) fail "allow is a list of ports like 80/tcp 443/tcp, not $allow" ;;
esac
for port in $allow; do
  case $port in
    */tcp | */udp) valid_port "${port%/*}" ;;
    *) false ;;
  esac || fail "allow is a list of ports like 80/tcp 443/tcp, not $allow"
done
if [ "$ssh_port" != 0 ]; then valid_port "$ssh_port" || fail "ssh-port is a port, not $ssh_port"; fi

# Every port at which somebody may be connected by SSH: this connection's, those that an SSH server listens at, those of
# its configuration, and those of a socket unit. Rather one too many than the one that is missing.
ssh_ports() {
  {
    [ "$ssh_port" = 0 ] || echo "$ssh_port"
    printf '%s\n' "${SSH_CONNECTION-}" | cut -d ' ' -f 4
    ! command -v ss >/dev/null 2>&1 || ss -H -l -t -n -p 2>/dev/null | grep -E '"(sshd|dropbear|tinysshd)[^"]*"' | awk '{ print $4 }' | sed 's/.*://'
    ! command -v sshd >/dev/null 2>&1 || sshd -T 2>/dev/null | sed -n -e 's/^port //p' -e 's/^listenaddress .*://p'
    [ ! -f /etc/ssh/sshd_config ] || sed -n 's/^[[:space:]]*[Pp][Oo][Rr][Tt][[:space:]=][[:space:]]*\([0-9]*\).*/\1/p' /etc/ssh/sshd_config
    for socket in ssh.socket sshd.socket dropbear.socket; do
      [ -d /run/systemd/system ] || break
      [ "$(systemctl is-active "$socket" 2>/dev/null)" = active ] || continue
      systemctl show -p Listen "$socket" | sed -n 's/.*[:=]\([0-9]*\) (Stream)$/\1/p'
    done
  } | grep -E -x '[1-9][0-9]{0,4}' | sort -n -u
}
ssh=$(ssh_ports)
ports=$(for port in $ssh; do printf '%s/tcp\n' "$port"; done; for port in $allow; do printf '%s\n' "$port"; done)
ports=$(printf '%s\n' "$ports" | awk '$0 != "" && !seen[$0]++')

has() { command -v "$1" >/dev/null 2>&1; }
is_on() { # the words count, never the status of systemctl
  case $1 in
    ufw) has ufw && ufw status 2>/dev/null | grep -q '^Status: active' ;;
    firewalld) has firewall-cmd && [ "$(firewall-cmd --state 2>/dev/null)" = running ] ;;
    nftables) has nft && nft list table inet rounds >/dev/null 2>&1 ;;
  esac
}
if [ "$backend" = auto ]; then
  for one in firewalld ufw nftables; do
    [ "$backend" != auto ] || ! is_on "$one" || backend=$one
  done
fi
if [ "$backend" = auto ]; then
  if has firewall-cmd; then backend=firewalld
  elif has ufw; then backend=ufw
  elif has nft; then backend=nftables
  elif has apt-get; then backend=ufw
  elif has dnf || has yum || has zypper; then backend=firewalld
  else backend=nftables
  fi
fi

at_boot() { # a service: yes or no
  if has systemctl; then
    case $(systemctl is-enabled -- "$1.service" 2>/dev/null) in
      enabled | alias | static) echo yes; return ;;
    esac
  elif [ -e "/etc/runlevels/default/$1" ] || [ -e "/etc/runlevels/boot/$1" ]; then
    echo yes
    return
  fi
  echo no
}

# Our own table: it lets in what is named and drops the rest. Other tables (of containers, say) stay as they are.
# Emptied and filled in one transaction: no moment without a firewall, and none with half of one.
table() {
  echo '# Written by Rounds (firewall).'
  echo 'table inet rounds'
  echo 'delete table inet rounds'
  echo 'table inet rounds {'
  echo '  chain input {'
  echo '    type filter hook input priority 0; policy drop;'
  echo '    ct state established,related accept'
  echo '    ct state invalid drop'
  echo '    iif lo accept'
  echo '    meta l4proto { 1, 58 } accept' # ICMP; by number, as /etc/protocols may be missing
  echo '    ip6 saddr fe80::/10 udp dport 546 accept'
  for port in $ports; do printf '    %s dport %s accept\n' "${port#*/}" "${port%/*}"; done
  echo '  }'
  echo '}'
}
rules_file=/etc/nftables.d/rounds.nft
for main_file in /etc/sysconfig/nftables.conf /etc/nftables.nft /etc/nftables.conf; do
  [ ! -f "$main_file" ] || break
done
included() { grep -q -E '^[[:space:]]*include[[:space:]]+"/etc/nftables\.d/(rounds|\*)\.nft"' "$main_file" 2>/dev/null; }

change() { # runs a command; silent unless it fails
  log=$("$@" 2>&1) || fail "failed: $*
$log"
}

[ -n "$ssh" ] || fail 'nothing was changed: no port of an SSH server was found, and a firewall could cut off the way in. Name it with ssh-port'

program=$backend
case $backend in
  firewalld) program=firewall-cmd ;;
  nftables) program=nft ;;
esac
if ! has "$program"; then
  if has apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    log=$(apt-get -q -o DPkg::Lock::Timeout=300 update 2>&1) || printf '%s\n' "apt-get update failed: $log" >&2
    # Debian starts firewalld as soon as it is installed; its own default lets in SSH at 22 only.
    [ "$backend" != firewalld ] || [ "$ssh" = 22 ] || fail 'nothing was changed: firewalld starts when it is installed and lets in port 22 only. Install it by hand, or use ufw'
    change apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$backend"
  elif has dnf; then change dnf -q -y install "$backend"
  elif has zypper; then change zypper --non-interactive install --no-confirm "$backend"
  elif has yum; then change yum -q -y install "$backend"
  elif has apk; then change apk add -q --no-interactive "$backend"
  elif has pacman; then change pacman -S --noconfirm --needed --noprogressbar "$backend"
  else fail "$backend is not there, and no package manager that is known"
  fi
fi
boot_on() {
  [ "$(at_boot "$1")" != yes ] || return 0
  if has systemctl; then change systemctl enable -- "$1.service"
  elif has rc-update; then change rc-update add "$1" default
  fi
}

case $backend in
  ufw)
    for port in $ports; do change ufw allow "$port"; done
    change ufw default deny incoming
    change ufw --force enable
    boot_on ufw
    ;;
  firewalld)
    if is_on firewalld; then
      for port in $ports; do
        change firewall-cmd -q --permanent --add-port="$port"
        change firewall-cmd -q --add-port="$port"
      done
      boot_on firewalld
    else
      # Into the files first: it starts with them.
      for port in $ports; do change firewall-offline-cmd --add-port="$port"; done
      boot_on firewalld
      change systemctl start firewalld.service
    fi
    ;;
  nftables)
    temporary=
    trap '[ -z "$temporary" ] || rm -f -- "$temporary"' 0
    (umask 022 && mkdir -p -- "${rules_file%/*}") || fail "${rules_file%/*} could not be made"
    temporary=$(mktemp "${rules_file%/*}/.rounds.XXXXXX") || fail "nothing can be written in ${rules_file%/*}"
    table >"$temporary" || fail "$rules_file could not be written"
    log=$(nft -c -f "$temporary" 2>&1) || fail "nft refuses the rules, nothing was changed: $log"
    chmod 0644 "$temporary" || fail "$rules_file could not be written"
    mv -f -- "$temporary" "$rules_file" || fail "$rules_file could not be written"
    temporary=
    if ! included; then
      [ -f "$main_file" ] || printf '#!/usr/sbin/nft -f\nflush ruleset\n' >"$main_file" || fail "$main_file could not be written"
      printf 'include "%s"\n' "$rules_file" >>"$main_file" || fail "$main_file could not be written"
    fi
    change nft -f "$rules_file"
    boot_on nftables
    ;;
esac
exit 0

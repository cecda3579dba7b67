#!/bin/sh
# Whether a firewall is on, now and at the next start, and lets in what is wanted.
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

status=0
differs() { printf '%s: %s -> %s\n' "$1" "$2" "$3"; status=1; }

if ! is_on "$backend"; then
  printf '%s: off -> on\n' "$backend"
  exit 1
fi
case $backend in
  ufw)
    rules=$(ufw status) || fail 'ufw status failed'
    for port in $ports; do
      printf '%s\n' "$rules" | grep -q -E "^(${port}|${port%/*}) +(ALLOW|LIMIT)" || differs "$port" refused allowed
    done
    [ "$(sed -n 's/^DEFAULT_INPUT_POLICY=//p' /etc/default/ufw | tr -d '"')" != ACCEPT ] || differs 'incoming by default' allowed refused
    [ "$(at_boot ufw)" = yes ] || differs 'ufw at boot' no yes
    ;;
  firewalld)
    # What holds now, and what holds after the next start. --query says 0 for yes; all else is not known to be yes.
    for port in $ports; do
      for when in now permanent; do
        flag=
        [ "$when" = now ] || flag=--permanent
        if firewall-cmd $flag -q --query-port="$port" 2>/dev/null; then continue; fi
        if [ "$port" = 22/tcp ] && firewall-cmd $flag -q --query-service=ssh 2>/dev/null; then continue; fi
        differs "$port ($when)" refused allowed
      done
    done
    [ "$(at_boot firewalld)" = yes ] || differs 'firewalld at boot' no yes
    ;;
  nftables)
    rules=$(nft list table inet rounds) || fail 'nft list failed'
    for port in $ports; do
      printf '%s\n' "$rules" | grep -q -E "^[[:space:]]*${port#*/} dport ${port%/*} accept$" || differs "$port" refused allowed
    done
    printf '%s\n' "$rules" | grep -q 'policy drop' || differs 'incoming by default' allowed refused
    if [ "$(table)" != "$(cat "$rules_file" 2>/dev/null)" ] || ! included; then differs "$rules_file" 'not up to date' 'up to date'; fi
    [ "$(at_boot nftables)" = yes ] || differs 'nftables at boot' no yes
    ;;
esac
exit "$status"

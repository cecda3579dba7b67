#!/bin/sh
# Adds a user to a group, or takes the user out of it.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
user=${ROUNDS_PARAM_USER-}
group=${ROUNDS_PARAM_GROUP-}
state=${ROUNDS_PARAM_STATE:-present}
case $user in
  '' | [!A-Za-z_]* | *[!A-Za-z0-9_.\$-]*) fail "user is not the name of a user: $user" ;;
esac
case $group in
  '' | [!A-Za-z_]* | *[!A-Za-z0-9_.\$-]*) fail "group is not the name of a group: $group" ;;
esac
case $state in
  present | absent) ;;
  *) fail "state is present or absent, not $state" ;;
esac

# is: no, member, or primary (the group that the account itself names).
is=no
there=yes
id -u "$user" >/dev/null 2>&1 || there="user $user"
if command -v getent >/dev/null 2>&1; then
  entry=$(getent group "$group")
  case $? in
    0) ;;
    2) entry= ;; # getent: no such group
    *) fail "getent could not look up the group $group" ;;
  esac
else
  entry=$(awk -F: -v group="$group" '$1 == group' /etc/group) || fail '/etc/group cannot be read'
fi
[ -n "$entry" ] || there="group $group"
if [ "$there" != yes ]; then
  [ "$state" = present ] || exit 0
  fail "there is no $there here"
fi
case ,${entry##*:}, in
  *,"$user",*) is=member ;;
esac
[ "$(id -gn "$user" 2>/dev/null)" != "$group" ] || is=primary

case $state,$is in
  present,member | present,primary | absent,no) exit 0 ;;
  present,no)
    if command -v usermod >/dev/null 2>&1; then log=$(usermod -a -G "$group" -- "$user" 2>&1)
    else log=$(addgroup -- "$user" "$group" 2>&1) # busybox
    fi
    ;;
  absent,member)
    if command -v gpasswd >/dev/null 2>&1; then log=$(gpasswd -d "$user" "$group" 2>&1)
    else log=$(delgroup -- "$user" "$group" 2>&1)
    fi
    ;;
  absent,primary) fail "$group is the primary group of $user: give the account another one first" ;;
esac || fail "the membership of $user in $group could not be changed: $log"

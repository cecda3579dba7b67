#!/bin/sh
# Whether a file has the content, owner, group and mode that are wanted, or is not there.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
path=${ROUNDS_PARAM_PATH-}
state=${ROUNDS_PARAM_STATE:-present}
owner=${ROUNDS_PARAM_OWNER-}
group=${ROUNDS_PARAM_GROUP-}
mode=${ROUNDS_PARAM_MODE-}
line="
"
case $path in
  *"$line"* | *"$(printf '\r')"*) fail 'path must not hold a line break' ;;
  */../* | */./* | */.. | */. | *//* | */) fail "path must be plain, without . and .. and a slash at its end: $path" ;;
  /*) ;;
  *) fail "path must be absolute: $path" ;;
esac
case $state in
  present | absent) ;;
  *) fail "state is present or absent, not $state" ;;
esac
case $owner in
  [!A-Za-z0-9_]* | *[!A-Za-z0-9_.\$-]*) fail "owner is not a user: $owner" ;;
esac
case $group in
  [!A-Za-z0-9_]* | *[!A-Za-z0-9_.\$-]*) fail "group is not a group: $group" ;;
esac
case $mode in
  '' | [0-7][0-7][0-7] | [0-7][0-7][0-7][0-7]) ;;
  *) fail "mode is three or four octal digits, not $mode" ;;
esac
file=$root$path

# A link on the way that belongs to somebody other than root (or us) could lead anywhere.
me=$(id -u) || fail 'id failed'
folder=$root
rest=${path#/}
while :; do
  case $rest in
    */*) ;;
    *) break ;;
  esac
  folder=$folder/${rest%%/*}
  rest=${rest#*/}
  [ -L "$folder" ] || continue
  link=$(stat -c %u -- "$folder") || fail "$folder cannot be looked at"
  [ "$link" = 0 ] || [ "$link" = "$me" ] || fail "$folder is a symbolic link of user $link: not followed"
done
if [ "$state" = absent ]; then
  if [ -d "$file" ] && [ ! -L "$file" ]; then fail "$path is a folder, not a file"; fi
  if [ ! -e "$file" ] && [ ! -L "$file" ]; then exit 0; fi
  echo 'state: present -> absent'
  exit 1
fi

[ ! -L "$file" ] || fail "$path is a symbolic link: name the file that it leads to"
if [ ! -e "$file" ]; then
  echo 'state: absent -> present'
  exit 1
fi
[ -f "$file" ] || fail "$path is there, but no regular file"

status=0
differs() { printf '%s: %s -> %s\n' "$1" "$2" "$3"; status=1; }

if [ -n "${ROUNDS_PARAM_CONTENT+given}" ]; then
  current=$(sha256sum <"$file") || fail "$path cannot be read"
  wanted=$(printf '%s' "$ROUNDS_PARAM_CONTENT" | sha256sum) || fail 'sha256sum failed'
  # The content itself may be long or confidential: its hash says enough.
  [ "$current" = "$wanted" ] || differs content "sha256 ${current%% *}" "sha256 ${wanted%% *}"
fi
now=$(stat -c '%a %u %g %U %G' -- "$file") || fail "$path cannot be looked at"
read -r now_mode now_uid now_gid now_user now_group <<END
$now
END
case $owner in
  '' | "$now_user" | "$now_uid") ;;
  *) differs owner "$now_user" "$owner" ;;
esac
case $group in
  '' | "$now_group" | "$now_gid") ;;
  *) differs group "$now_group" "$group" ;;
esac
if [ -n "$mode" ]; then
  wanted=$(printf '%o' "0$mode") || fail "mode is not octal: $mode"
  [ "$now_mode" = "$wanted" ] || differs mode "$now_mode" "$wanted"
fi
exit "$status"

#!/bin/sh
# Brings a file to the content, owner, group and mode that are wanted, or removes it. Content is replaced in one step.
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
  rm -f -- "$file" || fail "$path could not be removed"
  exit 0
fi

[ ! -L "$file" ] || fail "$path is a symbolic link: name the file that it leads to"
if [ -e "$file" ] && [ ! -f "$file" ]; then fail "$path is there, but no regular file"; fi

temporary=
trap '[ -z "$temporary" ] || rm -f -- "$temporary"' 0
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

give() { # owner, group and mode of one file; the mode last: a change of owner takes set-uid bits away
  if [ -n "$owner" ]; then chown -h -- "$owner" "$1" || fail "the owner of $path could not be changed to $owner"; fi
  if [ -n "$group" ]; then chgrp -h -- "$group" "$1" || fail "the group of $path could not be changed to $group"; fi
  if [ -n "$mode" ]; then chmod -- "$mode" "$1" || fail "the mode of $path could not be changed to $mode"; fi
}

replace=no
if [ ! -e "$file" ]; then replace=yes
elif [ -n "${ROUNDS_PARAM_CONTENT+given}" ]; then
  current=$(sha256sum <"$file") || fail "$path cannot be read"
  wanted=$(printf '%s' "$ROUNDS_PARAM_CONTENT" | sha256sum) || fail 'sha256sum failed'
  [ "$current" = "$wanted" ] || replace=yes
fi
if [ "$replace" = no ]; then
  give "$file"
  exit 0
fi

folder=${file%/*}
(umask 022 && mkdir -p -- "${folder:-/}") || fail "the folder of $path could not be made"
temporary=$(mktemp "$folder/.rounds.XXXXXX") || fail "nothing can be written beside $path"
if [ -e "$file" ]; then
  # Takes over owner, mode and, where cp can, extended attributes and the SELinux context.
  cp -a -- "$file" "$temporary" || fail "$path could not be copied"
  [ -n "$mode" ] || mode=$(stat -c %a -- "$file") || fail "$path cannot be looked at"
  chmod u+w "$temporary" || fail "$path could not be copied"
else
  chmod 0644 "$temporary" || fail "the mode of $path could not be set"
fi
printf '%s' "${ROUNDS_PARAM_CONTENT-}" >"$temporary" || fail "$path could not be written: is the disk full?"
give "$temporary"
touch -- "$temporary" || fail "$path could not be written"
mv -f -- "$temporary" "$file" || fail "$path could not be replaced"
temporary=
if [ -z "$root" ] && command -v restorecon >/dev/null 2>&1; then restorecon -- "$file" 2>/dev/null || :; fi
exit 0

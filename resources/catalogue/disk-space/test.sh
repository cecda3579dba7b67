#!/bin/sh
# Whether enough of a file system is free.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

path=${ROUNDS_PARAM_PATH:-/}
percent=${ROUNDS_PARAM_FREE_PERCENT:-10}
mb=${ROUNDS_PARAM_FREE_MB:-0}
case $path in
  /*) ;;
  *) fail "path must be absolute: $path" ;;
esac
case $percent in
  [0-9] | [1-9][0-9]) ;;
  *) fail "free-percent is a number from 0 to 99, not $percent" ;;
esac
case $mb in
  *[!0-9]* | ???????????*) fail "free-mb is a number of megabytes, not $mb" ;;
esac

[ -e "${ROUNDS_ROOT-}$path" ] || {
  printf 'there is no %s here\n' "$path"
  exit 100
}

# POSIX format, 1024-byte blocks: name, total, used, available, percent, mount point. Names may hold spaces:
# what stands before the last percent sign are the numbers.
table=$(df -P -k -- "${ROUNDS_ROOT-}$path") || fail "df failed for $path"
numbers=$(printf '%s\n' "$table" | sed -n '2s/^.* \([0-9][0-9]*\)  *\([0-9][0-9]*\)  *\(-\{0,1\}[0-9][0-9]*\)  *[0-9]*% .*$/\2 \3/p')
used=${numbers%% *}
available=${numbers##* }
case $used,$available in
  , | 0,0) # /proc and its like
    printf '%s is on a file system without a size\n' "$path"
    exit 100
    ;;
  *,-*) available=0 ;; # what is left is reserved for root
esac
# As df counts: what root keeps for itself is neither used nor free.
free_percent=$((available * 100 / (used + available)))
free_mb=$((available / 1024))

status=0
if [ "$free_percent" -lt "$percent" ]; then
  printf 'free percent: %s -> at least %s\n' "$free_percent" "$percent"
  status=1
fi
if [ "$free_mb" -lt "$mb" ]; then
  printf 'free megabytes: %s -> at least %s\n' "$free_mb" "$mb"
  status=1
fi
exit "$status"

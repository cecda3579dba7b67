#!/bin/sh
# Whether the time zone and the default locale are those that are wanted.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
zone=${ROUNDS_PARAM_TIME_ZONE-}
locale=${ROUNDS_PARAM_LOCALE-}
case $zone in
  /* | */ | *//* | *[!A-Za-z0-9_+/-]*) fail "time-zone is not a time zone: $zone" ;;
esac
case $locale in
  '') ;;
  [!A-Za-z]* | *[!A-Za-z0-9_.@-]*) fail "locale is not a locale: $locale" ;;
esac
[ -n "$zone$locale" ] || fail 'neither time-zone nor locale is given'

current_zone() { # prints the name, or nothing when the file is none that has a name
  if [ -L "$root/etc/localtime" ]; then
    link=$(readlink "$root/etc/localtime") || fail '/etc/localtime cannot be read'
    case $link in
      */zoneinfo/*) printf '%s\n' "${link##*/zoneinfo/}" ;;
    esac
  elif [ ! -e "$root/etc/localtime" ]; then echo UTC # what the C library takes then
  fi
}

# Debian up to 12 keeps the locale in /etc/default/locale, all others (and Debian's link from 13 on) in /etc/locale.conf.
locale_file=$root/etc/locale.conf
if [ -e "$root/etc/debian_version" ] && [ ! -L "$root/etc/default/locale" ]; then locale_file=$root/etc/default/locale; fi
current_locale() {
  [ ! -e "$locale_file" ] || sed -n 's/^[[:space:]]*LANG=//p' "$locale_file" | sed -e '$!d' -e "s/[\"']//g"
}

# en_GB.UTF-8 is listed as en_GB.utf8.
has_locale() {
  wanted=$(printf '%s\n' "$locale" | tr -d '-' | tr '[:upper:]' '[:lower:]')
  case $wanted in
    c | c.utf8) return 0 ;;
  esac
  all=$(locale -a 2>/dev/null) || fail 'locale -a failed: does this computer have the locales of glibc?'
  printf '%s\n' "$all" | tr -d '-' | tr '[:upper:]' '[:lower:]' | grep -q -x -F -e "$wanted"
}

status=0
if [ -n "$zone" ]; then
  current=$(current_zone) || exit 2
  if [ "$current" != "$zone" ]; then
    printf 'time zone: %s -> %s\n' "${current:-unknown}" "$zone"
    status=1
  fi
fi
if [ -n "$locale" ]; then
  current=$(current_locale) || fail "$locale_file cannot be read"
  if [ "$current" != "$locale" ]; then
    printf 'locale: %s -> %s\n' "${current:-not set}" "$locale"
    status=1
  fi
  # With a folder for / there is no C library to ask.
  if [ -z "$root" ] && ! has_locale; then
    printf 'locale %s generated: no -> yes\n' "$locale"
    status=1
  fi
fi
exit "$status"

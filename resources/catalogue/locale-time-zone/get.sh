#!/bin/sh
# The time zone and the default locale.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}

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

zone=$(current_zone) || exit 2
printf 'time zone: %s\n' "${zone:-unknown}"
locale=$(current_locale) || fail "$locale_file cannot be read"
printf 'locale: %s\n' "${locale:-not set}"

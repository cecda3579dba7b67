#!/bin/sh
# Sets the time zone and the default locale; generates the locale where that is how it is made.
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

temporary=
trap '[ -z "$temporary" ] || rm -f -- "$temporary"' 0

if [ -n "$zone" ]; then
  [ -f "$root/usr/share/zoneinfo/$zone" ] || fail "there is no time zone $zone here (is tzdata installed?)"
  current=$(current_zone) || exit 2
  if [ "$current" != "$zone" ]; then
    temporary=$root/etc/.rounds-localtime.$$
    rm -f -- "$temporary"
    ln -s "../usr/share/zoneinfo/$zone" "$temporary" || fail '/etc/localtime could not be made'
    mv -f -- "$temporary" "$root/etc/localtime" || fail '/etc/localtime could not be replaced'
    temporary=
  fi
  # Debian's second place, which some programs read.
  if [ -f "$root/etc/timezone" ]; then
    printf '%s\n' "$zone" >"$root/etc/timezone" || fail '/etc/timezone could not be written'
  fi
fi

[ -n "$locale" ] || exit 0
if [ -z "$root" ] && ! has_locale; then
  if command -v locale-gen >/dev/null 2>&1 && [ -f /etc/locale.gen ]; then
    # Debian, Ubuntu and Arch: the line is there as a comment, or is added.
    line=$(sed -n 's/^# *//p' /etc/locale.gen | grep -F -e "$locale " | head -n 1)
    case $line in
      "$locale "*) ;;
      *) line="$locale UTF-8" ;;
    esac
    printf '%s\n' "$line" >>/etc/locale.gen || fail '/etc/locale.gen could not be written'
    log=$(locale-gen 2>&1) || fail "locale-gen failed: $log"
  fi
  has_locale || fail "the locale $locale is not on this computer: install it (Debian: locales; Fedora and RHEL: glibc-langpack-${locale%%_*})"
fi
current=$(current_locale) || fail "$locale_file cannot be read"
if [ "$current" != "$locale" ]; then
  (umask 022 && mkdir -p -- "${locale_file%/*}") || fail "${locale_file%/*} could not be made"
  temporary=$(mktemp "${locale_file%/*}/.rounds.XXXXXX") || fail "nothing can be written beside $locale_file"
  {
    [ ! -e "$locale_file" ] || sed '/^[[:space:]]*LANG=/d' "$locale_file"
    printf 'LANG=%s\n' "$locale"
  } >"$temporary" || fail "$locale_file could not be written"
  chmod 0644 "$temporary" || fail "$locale_file could not be written"
  mv -f -- "$temporary" "$locale_file" || fail "$locale_file could not be replaced"
  temporary=
fi
exit 0

#!/bin/sh
# Installs an Arch package from the repositories as they were last refreshed: Arch supports no partial upgrade.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!a-z0-9@_+]* | *[!a-z0-9@._+-]*) fail "name is not a package name: $name" ;;
esac
version=${ROUNDS_VERSION-}
if [ -n "$version" ]; then
  found=$(pacman -Si -- "$name" 2>&1) || fail "no repository has $name: $found"
  there=$(printf '%s\n' "$found" | sed -n 's/^Version *: *//p' | head -n 1)
  [ "$there" = "$version" ] || fail "the repositories have $name $there only, not $version"
fi
log=$(pacman -S --noconfirm --needed --noprogressbar -- "$name" 2>&1) || fail "pacman could not install $name:
$log"

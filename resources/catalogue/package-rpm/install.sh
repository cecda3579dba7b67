#!/bin/sh
# Installs an rpm package at ROUNDS_VERSION, or at the newest version where none is named; goes back where it must.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by this item'
name=${ROUNDS_PARAM_NAME-}
case $name in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9+._-]*) fail "name is not a package name: $name" ;;
esac
version=${ROUNDS_VERSION-}
case $version in
  -* | *[!A-Za-z0-9.+:~^_-]*) fail "not a version of an rpm package: $version" ;;
esac

installed() { rpm -q "$name" >/dev/null 2>&1; }

if command -v dnf >/dev/null 2>&1; then manager=dnf
elif command -v zypper >/dev/null 2>&1; then manager=zypper
elif command -v yum >/dev/null 2>&1; then manager=yum
else fail 'there is neither dnf nor yum nor zypper here'
fi

case $manager in
  zypper)
    log=$(zypper --non-interactive install --oldpackage --no-confirm -- "$name${version:+=$version}" 2>&1)
    status=$?
    case $status in
      0 | 100 | 101 | 103 | 106) exit 0 ;;
      102) exit 194 ;; # zypper: done, and the computer must restart
    esac
    fail "zypper could not install $name $version (status $status):
$log"
    ;;
esac

# install takes a named version that is newer, and a package that is not there; upgrade and downgrade the others.
# An epoch stands before the name in the way that yum and dnf both read: epoch:name-version-release.
case $version in
  '') wanted=$name ;;
  *:*) wanted="${version%%:*}:$name-${version#*:}" ;;
  *) wanted="$name-$version" ;;
esac
if ! installed; then verbs=install
elif [ -z "$version" ]; then verbs=upgrade
else verbs='upgrade downgrade'
fi
log=
for verb in $verbs; do
  log=$log$("$manager" -q -y "$verb" "$wanted" 2>&1)
  status=$?
  [ -n "$version" ] || { [ "$status" -eq 0 ] && exit 0; }
  # They call it a success when there was nothing to do for this verb: only rpm knows whether the version is there.
  if [ -n "$version" ] && rpm -q "$name-${version#*:}" >/dev/null 2>&1; then exit 0; fi
done
fail "$manager could not install $name $version (status $status):
$log"

#!/bin/sh
# The running kernel, and why a restart is pending.
export LC_ALL=C
fail() { printf '%s\n' "$1" >&2; exit 2; }

root=${ROUNDS_ROOT-}
running=$(uname -r) || fail 'uname failed'
why=

# Debian, Ubuntu and SUSE leave a file when something asks for a restart.
for marker in "$root/run/reboot-required" "$root/var/run/reboot-required" "$root/run/reboot-needed"; do
  [ ! -e "$marker" ] || why="${marker#"$root"} is there"
done

# Kernels that are installed: their image is in /boot or beside their modules. 6.1.0-35-amd64 and 6.1.0-37-amd64 are
# of one kind (amd64), 6.1.0-35-cloud-amd64 is of another: only the same kind counts.
kind() { printf '%s\n' "$1" | sed -e 's/^[0-9][0-9._+-]*//' -e 's/^fc[0-9]*\.//' -e 's/^el[0-9_]*\.//'; }
of_kind=$(kind "$running")
installed=
for image in "$root"/boot/vmlinuz-[0-9]* "$root"/boot/vmlinux-[0-9]* "$root"/lib/modules/*/vmlinuz "$root"/usr/lib/modules/*/vmlinuz; do
  [ -e "$image" ] || continue
  case $image in
    *rescue*) continue ;;
    */vmlinuz) version=${image%/*} && version=${version##*/} ;;
    *) version=${image##*/vmlinu[xz]-} ;;
  esac
  [ "$(kind "$version")" = "$of_kind" ] || continue
  installed="$installed$version
"
done
newest=
if [ -n "$installed" ]; then
  newest=$(printf '%s%s\n' "$installed" "$running" | sort -V | tail -n 1)
  [ -n "$newest" ] || fail 'sort -V is not supported here'
fi

if [ -n "$why" ]; then :
elif [ -n "$newest" ] && [ "$newest" != "$running" ]; then why="kernel $newest is installed"
elif [ -z "$newest" ] && [ -d "$root/lib/modules" ] && [ ! -d "$root/lib/modules/$running" ] && [ -n "$(ls "$root/lib/modules")" ]; then
  why='the modules of the running kernel are gone' # Arch and Alpine replace a kernel in place
fi

printf 'running: %s\n' "$running"
printf 'restart pending: %s\n' "${why:-no}"

/**
 * Gathers the facts of a POSIX computer: `key=value` lines. Nearly everything is read by the shell itself, because every
 * process costs a millisecond; a part of the system that is missing leaves its facts out. Written in one piece, because
 * every piece is a packet.
 */
export const FACTS_SCRIPT = `
exec 2>/dev/null
facts() {
r() { v=; [ -r "$1" ] && read -r v <"$1"; }
has() { command -v "$1" >/dev/null; }
sys=; r /proc/sys/kernel/ostype; sys=$v
[ "$sys" ] || sys=$(uname -s)
case $sys in Linux) p=linux;; Darwin) p=macos;; *) p=$sys;; esac
echo "platform=$p"
f=/etc/os-release; [ -r $f ] || f=/usr/lib/os-release
if [ -r $f ]; then
  while IFS= read -r l || [ "$l" ]; do
    k=\${l%%=*}; v=\${l#*=}
    case $v in \\"*\\") v=\${v#\\"}; v=\${v%\\"};; \\'*\\') v=\${v#\\'}; v=\${v%\\'};; esac
    case $k in
      ID) echo "os=$v";; PRETTY_NAME) echo "os-name=$v";; VERSION_ID) echo "os-version=$v";; ID_LIKE) echo "os-like=$v";;
    esac
  done <$f
elif [ $p = macos ]; then
  o=$(sw_vers -productVersion)
  echo os=macos; echo "os-name=macOS $o"; echo "os-version=$o"
fi
r /proc/sys/kernel/osrelease; [ "$v" ] || v=$(uname -r); echo "kernel=$v"
r /proc/sys/kernel/arch; [ "$v" ] || v=$(uname -m); echo "arch=$v"
r /proc/sys/kernel/hostname; [ "$v" ] || v=$(uname -n); echo "hostname=$v"
if [ -r /proc/meminfo ]; then
  while read -r k v x; do case $k in MemTotal:) echo "memory-mb=$((v / 1024))"; break;; esac; done </proc/meminfo
elif v=$(sysctl -n hw.memsize); then echo "memory-mb=$((v / 1048576))"
fi
df -Pk / | while read -r x t u a l; do case $t in *[!0-9]*|'') ;; *) echo "disk-root-total-mb=$((t / 1024))"; echo "disk-root-free-mb=$((a / 1024))";; esac; done
r /proc/sys/kernel/random/boot_id; [ "$v" ] || v=$(sysctl -n kern.boottime); echo "boot-id=$v"
w=false
if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then w=true
elif has needs-restarting; then needs-restarting -r >/dev/null; [ $? = 1 ] && w=true
fi
echo "pending-restart=$w"
s=sh
if [ -r /proc/$$/cmdline ]; then
  s=$(readlink /proc/$$/exe); s=\${s##*/}; [ "$s" ] || s=sh
fi
[ "$BASH_VERSION" ] && s=bash; [ "$ZSH_VERSION" ] && s=zsh; [ "$KSH_VERSION" ] && s=ksh
echo "shell=$s"
u=; [ -r /proc/self/status ] && while read -r k v x; do case $k in Uid:) u=$v; e=\${x%%[!0-9]*}; break;; esac; done </proc/self/status
[ "$u" ] || { u=$(id -u); e=$u; }
n=
while IFS=: read -r k x v l; do [ "$v" = "$e" ] && { n=$k; break; }; done </etc/passwd
[ "$n" ] || n=$(id -un); echo "user=\${n:-$e}"
if [ "$e" = 0 ]; then echo elevated=true; else echo elevated=false; fi
i=none
if [ -d /run/systemd/system ]; then i=systemd
elif [ -d /run/openrc ]; then i=openrc
elif [ $p = macos ]; then i=launchd
elif [ -d /run/runit ]; then i=runit
elif [ -d /run/s6 ]; then i=s6
fi
echo "init=$i"
m=none
for c in apt-get dnf yum apk zypper pacman brew; do has $c && { m=$c; break; }; done
[ $m = apt-get ] && m=apt; echo "package-manager=$m"
g=server
for c in /usr/share/xsessions/*.desktop /usr/share/wayland-sessions/*.desktop; do [ -e "$c" ] && { g=workstation; break; }; done
[ $p = macos ] && g=workstation
echo "role=$g"
}
v=$(facts); printf '%s\\n' "$v"
exit 0
`;

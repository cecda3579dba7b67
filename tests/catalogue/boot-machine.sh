#!/bin/sh
# Starts systemd on the Debian in the folder $1, in namespaces of its own and in the control group $2.
# Called again by itself with "inside" as $3 once the namespaces are there.
set -e
root=$1
group=$2
if [ "${3-}" != inside ]; then
  echo $$ >"$group/cgroup.procs"
  # exec: whoever kills this process kills unshare, and unshare takes its child along.
  exec unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child=KILL sh "$0" "$root" "$group" inside
fi

chmod 0755 "$root" # / is for everybody
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
# Settings of the kernel are not the machine's own.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind /dev/null "$root/proc/sysrq-trigger"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/run/lock" "$root/run/old"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
hostname rounds-test
ip link set lo up
cd "$root"
pivot_root . run/old
umount -l /run/old
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-sys_boot,-syslog,-mac_admin,-mac_override \
  /lib/systemd/systemd --system --log-target=null --unit=multi-user.target

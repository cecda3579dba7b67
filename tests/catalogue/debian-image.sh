#!/bin/sh
# Makes a small Debian in the folder $1 from the mirrors in SOURCES (lines of sources.list; the first one is the base),
# for tests: systemd, an SSH server, package managers, and a package source of its own in /srv/repo, so that
# nothing is fetched while tests run. APT_CONF holds the host's settings for proxies and the like.
set -e
root=$1
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
# shellcheck disable=SC2086
set -- ${SOURCES%%
*}
mirror=$2
suite=$3

debootstrap --variant=minbase \
  --include=apt-utils,busybox-static,dbus,iproute2,nftables,openssh-server,sudo,systemd,systemd-sysv \
  "$suite" "$root" "$mirror"
printf '%s\n' "$SOURCES" >"$root/etc/apt/sources.list"
printf '%s\n' "$APT_CONF" >"$root/etc/apt/apt.conf.d/99host"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf 'force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n' >"$root/etc/dpkg/dpkg.cfg.d/test"

cat >"$root/inside.sh" <<'END'
set -e
apt-get -q update
apt-get -q -y --no-install-recommends install dnf rpm createrepo-c zypper
apt-get clean
# What items install by themselves: fetched now, installed in the test.
mkdir -p /srv/repo /srv/probe
apt-get -q -y --no-install-recommends --download-only install cron firewalld locales systemd-timesyncd ufw unattended-upgrades
mv /var/cache/apt/archives/*.deb /srv/repo
# A package of several versions.
for version in 1.0-1 1.2-1 2.0-1 1:0.5-1; do
  mkdir -p /srv/probe/DEBIAN /srv/probe/etc
  echo "$version" >/srv/probe/etc/rounds-probe.conf
  echo /etc/rounds-probe.conf >/srv/probe/DEBIAN/conffiles
  printf 'Package: rounds-probe\nVersion: %s\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: for tests\n' "$version" >/srv/probe/DEBIAN/control
  dpkg-deb --root-owner-group -b /srv/probe /srv/repo >/dev/null
done
rm -rf /srv/probe
mv "/srv/repo/rounds-probe_1:0.5-1_all.deb" /srv/epoch.deb 2>/dev/null || mv /srv/repo/rounds-probe_0.5-1_all.deb /srv/epoch.deb
cd /srv/repo
apt-ftparchive packages . >Packages
echo 'deb [trusted=yes] file:/srv/repo ./' >/etc/apt/sources.list
apt-get -q update
# The same for rpm.
mkdir -p /srv/rpm
for package in rounds-probe-1.0 rounds-probe-1.2 rounds-probe-2.0 rounds-other-1.0; do
  version=${package##*-}
  printf 'Name: %s\nVersion: %s\nRelease: 1\nSummary: for tests\nLicense: none\nBuildArch: noarch\n%%description\nfor tests\n%%files\n' "${package%-*}" "$version" >/tmp/probe.spec
  rpmbuild -bb --define '_topdir /tmp/rpmbuild' --define '_rpmdir /srv/rpm' /tmp/probe.spec
done
rm -rf /tmp/rpmbuild /tmp/probe.spec
createrepo_c -q /srv/rpm
mkdir -p /etc/yum.repos.d /etc/zypp/repos.d /etc/dnf/vars /etc/rpm
echo 12 >/etc/dnf/vars/releasever
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros # Debian's rpm keeps it elsewhere
rpm -i --force-debian /srv/rpm/noarch/rounds-other-1.0-1.noarch.rpm # zypper cannot do with a database that is empty
printf '[probe]\nname=probe\nbaseurl=file:///srv/rpm\nenabled=1\ngpgcheck=0\nmetadata_expire=0\n' >/etc/yum.repos.d/probe.repo
printf '[probe]\nname=probe\nbaseurl=file:///srv/rpm\nenabled=1\ngpgcheck=0\nautorefresh=1\ntype=rpm-md\n' >/etc/zypp/repos.d/probe.repo
rm -f /etc/ssh/ssh_host_rsa_key* /etc/ssh/ssh_host_ecdsa_key* /inside.sh
rm -rf /usr/share/doc /usr/share/man /usr/share/locale
END
chroot "$root" sh /inside.sh
rm -f "$root/etc/resolv.conf" "$root/etc/apt/apt.conf.d/99host"
# In namespaces, without the right to set the clock, to load modules or to reach devices.
mkdir -p "$root/etc/systemd/system/systemd-timesyncd.service.d"
printf '[Unit]\nConditionCapability=\nConditionVirtualization=\n[Service]\nAmbientCapabilities=\nCapabilityBoundingSet=\nProtectSystem=no\nPrivateDevices=no\nPrivateTmp=no\n' >"$root/etc/systemd/system/systemd-timesyncd.service.d/test.conf"
for unit in getty.target systemd-udevd.service systemd-udev-trigger.service systemd-modules-load.service systemd-sysctl.service systemd-remount-fs.service \
  systemd-udevd-control.socket systemd-udevd-kernel.socket dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
  sys-fs-fuse-connections.mount; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# Timers of apt are tested; what they start would only hold its lock.
for unit in apt-daily apt-daily-upgrade; do
  mkdir -p "$root/etc/systemd/system/$unit.service.d"
  printf '[Service]\nExecStartPre=\nExecStart=\nExecStart=/bin/true\n' >"$root/etc/systemd/system/$unit.service.d/test.conf"
done

#!/bin/sh
# Makes room: package caches, old journals, and temporary files that are past their age. Never a file of a user.
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
fail() { printf '%s\n' "$1" >&2; exit 2; }

[ -z "${ROUNDS_ROOT-}" ] || fail 'ROUNDS_ROOT is not supported by the set of this item'
journal=${ROUNDS_PARAM_JOURNAL_MB:-200}
case $journal in
  *[!0-9]* | ????????*) fail "journal-mb is a number of megabytes, not $journal" ;;
esac

# What one of them cannot do is said, and the next one still runs: the test that follows decides.
try() {
  log=$("$@" 2>&1) || printf '%s\n' "failed: $*" "$log" >&2
}
has() { command -v "$1" >/dev/null 2>&1; }

if has apt-get; then try apt-get -q clean; fi
if has dnf; then try dnf -q -y clean packages; elif has yum; then try yum -q -y clean packages; fi
if has zypper; then try zypper --quiet --non-interactive clean; fi
if has apk && [ -d /var/cache/apk ]; then try apk -q cache clean; fi
if has pacman; then try pacman -Sc --noconfirm; fi
if has journalctl && [ -d /var/log/journal ]; then try journalctl -q --vacuum-size="${journal}M"; fi
# systemd's own rules (tmpfiles.d) know what in /tmp and /var/tmp is old and not in use.
if has systemd-tmpfiles; then try systemd-tmpfiles --clean; fi
exit 0

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh unlocked|none PROGRAM [ARGUMENT…]
#
# Runs a program on a session bus of its own: with GNOME Keyring, unlocked and empty, or with no
# keyring at all. Nothing of the owner's is touched, and nobody is asked for a password.

set -eu
kind=$1
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/runtime"
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
  XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/runtime"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL SECRET_BACKEND

case $kind in
unlocked)
  dbus-run-session -- sh -eu -c '
    printf "password\n" | gnome-keyring-daemon --unlock --components=secrets > /dev/null
    exec "$@"' sh "$@"
  ;;
none)
  # No folder of services, so that the bus cannot start one.
  cat > "$home/bus.conf" << END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$home/runtime</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END
  dbus-run-session --config-file="$home/bus.conf" -- "$@"
  ;;
*)
  echo "with-keyring.sh: unlocked or none, not $kind" >&2
  exit 2
  ;;
esac

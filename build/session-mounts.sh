#!/bin/sh
# Runs as root in a mount namespace of its own (see e2e-session.ts): shows the tree, an Electron and one writable folder
# to a normal user under a neutral path, then becomes that user. Nothing it mounts is visible outside or outlives it.
# Usage: session-mounts.sh FOLDER USER TREE ELECTRON OUT OUT_INSIDE -- COMMAND…      ('' for no ELECTRON, no OUT)
set -eu
folder=$1 user=$2 tree=$3 electron=$4 out=$5 out_inside=$6
shift 7

mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs "$folder"
mkdir "$folder/tree" "$folder/electron" "$folder/out"
mkdir -m 0700 "$folder/home" "$folder/run" "$folder/tmp"
[ ! -f "${XAUTHORITY:-}" ] || cp "$XAUTHORITY" "$folder/home/.Xauthority"
chown -R "$user:" "$folder/home" "$folder/run" "$folder/tmp"

mount --bind "$tree" "$folder/tree"
mount -o remount,bind,ro "$folder/tree"
[ -z "$electron" ] || { mount --bind "$electron" "$folder/electron" && mount -o remount,bind,ro "$folder/electron"; }
[ -z "$out" ] || mount --bind "$out" "$out_inside"

# An X server that is not root does not make this folder.
[ -d /tmp/.X11-unix ] || mkdir -m 1777 /tmp/.X11-unix

cd "$folder/tree"
if ! runuser -u "$user" -- test -r package.json -a -x node_modules/.bin; then
  echo "The user $user cannot read this folder's files. Please run: chmod -R go+rX '$tree'" >&2
  exit 1
fi
exec runuser -u "$user" -- "$@"

#!/bin/sh
# Runs heapd from a clone: installs what is missing (Debian 12), builds the release, starts it on 127.0.0.1:4327 with its
# data in $XDG_STATE_HOME/heapd or ~/.local/state/heapd. Arguments go to heapd, and files that they name are looked for
# from where one is: sh deploy/run.sh --listen 127.0.0.1:0 --config my.conf
set -eu
clone=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

(
    cd -- "$clone"
    . deploy/packages.sh
    install_packages deploy/packages
    cmake --preset release
    cmake --build build/release --target heapd --parallel "$(nproc)"
) >&2 # standard output is for the line that says where heapd listens
exec "$clone/build/release/heapd" "$@"

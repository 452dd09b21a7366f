#!/bin/sh
# Gets what the tests need besides Python packages, from Debian's packages where this may be done:
# Chromium for the browser tests, Prometheus for its promtool.
set -u

get() {
    part=$1
    package=$2
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $package for the tests" >&2
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null && return 0
    fi
    echo "$part is missing and cannot be installed from here: its tests will say that they are not run." >&2
}

command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
    command -v google-chrome >/dev/null 2>&1 || get Chromium chromium
command -v promtool >/dev/null 2>&1 || get promtool prometheus
exit 0

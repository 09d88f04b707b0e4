#!/usr/bin/env bash
# Runs the demo: a simulated vehicle drives through the unit, a broker with TLS and the receiver onto a map at http://localhost:8080.
# --headless --seconds 60 --json runs without a page and ends with one line of JSON; --help lists every option.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
. "$root/prerequisites.sh"
need mosquitto mosquitto
need /usr/share/doc/libmosquitto1 libmosquitto1
install_missing

dotnet build "$root/fleet/Telltale.Cli" -c Release -v quiet -nologo >&2
exec dotnet "$root/artifacts/net/bin/Telltale.Cli/release/telltale.dll" demo "$@"

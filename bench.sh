#!/usr/bin/env bash
# Prints what the device code costs: estimated machine instructions and allocations by operation; "size": bytes a sample. --help for the options.
set -euo pipefail
cd "$(dirname "$0")"
. ./prerequisites.sh
if [ "${1-}" != size ]; then
    dotnet build hardware/nano-reference/Chip.proj -c Release -v quiet -nologo >&2
fi

dotnet build tests/bench/Telltale.Bench -c Release -v quiet -nologo >&2
exec dotnet artifacts/net/bin/Telltale.Bench/release/Telltale.Bench.dll --chip artifacts/chip/bin "$@"

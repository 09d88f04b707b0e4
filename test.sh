#!/usr/bin/env bash
# Builds everything, for .NET and for the chip, and runs every test. Ends with "N passed, N failed" from the test runner's own counts.
set -uo pipefail
cd "$(dirname "$0")"
. ./prerequisites.sh
need mosquitto mosquitto
need /usr/share/doc/libmosquitto1 libmosquitto1
need chromium chromium
need openssl openssl
need python3 python3
install_missing || exit 1

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

step() { printf '\n== %s\n' "$*"; }

fail() {
    echo "$*"
    echo "0 passed, 1 failed"
    exit 1
}

step "the chip: every device project against hardware/nano-reference and nothing else"
dotnet build hardware/nano-reference/Chip.proj -c Release -v quiet -nologo || fail "the device code does not compile for the chip"

step ".NET"
dotnet build Telltale.slnx -v quiet -nologo || fail "the build failed"

step "tests"
for project in tests/device/*.csproj tests/host/*.csproj tests/simulation/*.csproj; do
    [ -f "$project" ] || continue
    name=$(basename "$project" .csproj)
    dotnet test "$project" --no-build --nologo --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" \
        || echo "$name: not green"
    [ -f "$results/$name.trx" ] || fail "$name gave no result"
done

# <Counters total="3" executed="3" passed="3" failed="0" error="0" timeout="0" aborted="0" … />
count() { sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$results"/*.trx | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
skipped=$(($(count total) - $(count executed)))
[ "$skipped" -eq 0 ] || echo "$skipped skipped (each says why above)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

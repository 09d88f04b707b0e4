# Installs what is missing on a Debian machine that has the .NET SDK and Node.js. Sourced by demo.sh, test.sh and bench.sh; run as root.

# need COMMAND-OR-FILE PACKAGE: installs PACKAGE when neither a command nor a file of that name is there.
need() {
    command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}

install_missing() {
    if [ "${#missing[@]}" -eq 0 ]; then
        return 0
    fi

    echo "installing ${missing[*]}" >&2
    local said
    if ! said=$({ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } 2>&1); then
        echo "$said" >&2
        echo "could not install them; as root: apt-get update && apt-get install ${missing[*]}" >&2
        return 1
    fi
}

missing=()

if ! command -v dotnet >/dev/null 2>&1; then
    echo "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download" >&2
    exit 1
fi

if ! command -v npm >/dev/null 2>&1; then
    echo "Node.js with npm is missing: apt-get install nodejs npm" >&2
    exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

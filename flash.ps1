#!/usr/bin/env pwsh
#Requires -Version 7
<#
.SYNOPSIS
Flashes a board, or a tray of boards: installs nanoff at the version this was written for, and runs 'telltale flash' with every argument it was given.

.DESCRIPTION
Everything that needs thought is in 'telltale flash' (fleet/Telltale.Flashing) and is tested there. This script has not been run: no PowerShell was at hand
where it was written. Windows, Linux and macOS, PowerShell 7, .NET SDK 10.

.EXAMPLE
./flash.ps1 --board wrover-devkit --label "Van 7"

.EXAMPLE
./flash.ps1 --batch tray.csv --board esp32s3-devkit

.EXAMPLE
./flash.ps1 --dry-run --board lilygo-t-a7670 --port COM7
#>

$ErrorActionPreference = 'Stop'
$version = '2.5.162'

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Error 'The .NET SDK 10 is missing: https://dotnet.microsoft.com/download'
    exit 1
}

$project = Join-Path $PSScriptRoot 'fleet/Telltale.Cli/Telltale.Cli.csproj'
$flash = @('run', '--project', $project, '--configuration', 'Release', '--', 'flash')

# A dry run and a nanoff of one's own need none installed.
if ($args -contains '--dry-run' -or $args -contains '--nanoff' -or $args -contains '--help') {
    & dotnet @flash @args
    exit $LASTEXITCODE
}

# Beside the build output, not among the user's own tools, whose nanoff may be another.
$tools = Join-Path $PSScriptRoot 'artifacts/tools'
$nanoff = Join-Path $tools ($IsWindows ? 'nanoff.exe' : 'nanoff')
$installed = if (Test-Path $nanoff) { & dotnet tool list --tool-path $tools | Select-String -SimpleMatch $version } else { $null }
if (-not $installed) {
    if (Test-Path $nanoff) {
        & dotnet tool uninstall nanoff --tool-path $tools
    }

    & dotnet tool install nanoff --version $version --tool-path $tools
    if ($LASTEXITCODE -ne 0) {
        Write-Error "nanoff $version cannot be installed."
        exit 1
    }
}

& dotnet @flash --nanoff $nanoff @args
exit $LASTEXITCODE

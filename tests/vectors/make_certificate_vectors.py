#!/usr/bin/env python3
"""Makes certificate-dates.json: certificates made by the openssl command, with the dates that `openssl x509 -dates` reads from them.

Keys are new each time, so the certificates differ from run to run; the dates do not. What is damaged openssl refuses as well, or the program stops.
"""

import base64
import datetime
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
CONFIGURATION = """
[ca]
default_ca = this
[this]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
"""


def run(*arguments, folder, data=None, check=True):
    return subprocess.run(["openssl", *arguments], cwd=folder, input=data, capture_output=True, check=check)


def dates(folder, pem):
    """From openssl's own lines: notBefore=2024-01-01 00:00:00Z."""
    lines = run("x509", "-noout", "-dates", "-dateopt", "iso_8601", folder=folder, data=pem).stdout.decode().splitlines()
    values = []
    for line in lines:
        moment = datetime.datetime.strptime(line.split("=", 1)[1], "%Y-%m-%d %H:%M:%SZ")
        values.append((moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1))
    return values


def is_refused(folder, pem):
    return run("x509", "-noout", "-dates", folder=folder, data=pem, check=False).returncode != 0


def make(folder, name, algorithm, start, end, has_extensions=True):
    run("genpkey", *algorithm, "-out", name + ".key", folder=folder)
    run("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr", folder=folder)
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    (folder / "extensions").write_text("basicConstraints=critical,CA:TRUE\n" if has_extensions else "")
    extensions = ["-extfile", "extensions"] if has_extensions else []
    run("ca", "-batch", "-selfsign", "-config", "ca.cnf", "-keyfile", name + ".key", "-in", name + ".csr", "-out", name + ".crt", "-notext",
        "-startdate", start, "-enddate", end, *extensions, folder=folder)
    return (folder / (name + ".crt")).read_bytes()


def main():
    read, refused = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "ca.cnf").write_text(CONFIGURATION)
        rsa = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        p256 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        p384 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]
        ed25519 = ["-algorithm", "ED25519"]

        def add(what, data, first=None):
            not_before, not_after = dates(folder, data if first is None else first)
            read.append({"name": what, "base64": base64.b64encode(data).decode(), "not_before_ms": not_before, "not_after_ms": not_after})

        def refuse(what, data):
            assert is_refused(folder, data), what
            refused.append({"name": what, "base64": base64.b64encode(data).decode()})

        first = make(folder, "rsa", rsa, "20240102030405Z", "20340506070809Z")
        second = make(folder, "p256", p256, "20231231235959Z", "20491231235959Z")
        third = make(folder, "p384", p384, "20240101000000Z", "20520229120000Z")
        add("RSA, UTCTime", first)
        add("ECDSA P-256, the last second of UTCTime", second)
        add("ECDSA P-384, ends on a leap day in GeneralizedTime", third)
        add("begins and ends in GeneralizedTime", make(folder, "late", p256, "20500101000000Z", "21000301000000Z"))
        add("Ed25519, without an end", make(folder, "endless", ed25519, "20240101000000Z", "99991231235959Z"))
        add("begins in 1955, by a UTCTime of two digits", make(folder, "early", p256, "19550203040506Z", "20300101000000Z"))
        add("version 1, without extensions", make(folder, "plain", p256, "20240102030405Z", "20300102030405Z", has_extensions=False))

        der = run("x509", "-outform", "DER", folder=folder, data=first).stdout
        read.append({**read[0], "name": "DER", "base64": base64.b64encode(der).decode()})
        add("CRLF", second.replace(b"\n", b"\r\n"))
        add("text before the PEM", run("x509", "-text", folder=folder, data=first).stdout)
        add("bag attributes and the key before it", b"Bag Attributes\n    friendlyName: unit\n" + (folder / "rsa.key").read_bytes() + first)
        add("without a line end at the end", first.rstrip(b"\n"))
        add("spaces at line ends", first.replace(b"\n", b"  \n"))
        add("bundle of three: the first one", third + second + first, third)
        add("bundle of three in another order", first + third + second, first)

        lines = first.splitlines(keepends=True)
        refuse("nothing", b"")
        refuse("text", b"This is not a certificate.\n")
        refuse("a key alone", (folder / "rsa.key").read_bytes())
        refuse("a line is missing in the middle", b"".join(lines[:4] + lines[5:]))
        refuse("the last lines are missing, with the end", b"".join(lines[:-4]))
        refuse("the end is missing", b"".join(lines[:-1]))
        refuse("a character that base64 does not have", first.replace(lines[3], b"*" + lines[3][1:]))
        refuse("empty between begin and end", lines[0] + lines[-1])
        refuse("DER cut in the middle, in PEM", lines[0] + base64.encodebytes(der[: len(der) // 2]) + lines[-1])
        changed = bytearray(der)
        changed[der.index(b"240102030405Z")] = ord("x")
        refused.append({"name": "a letter in a date", "base64": base64.b64encode(bytes(changed)).decode()})
        changed = bytearray(der)
        changed[3] += 1
        refused.append({"name": "a length that reaches beyond the end", "base64": base64.b64encode(bytes(changed)).decode()})

    version = subprocess.run(["openssl", "version"], capture_output=True, check=True).stdout.decode().split()
    document = {"made_with": " ".join(version[:2]), "read": read, "refused": refused}
    (HERE / "certificate-dates.json").write_text(json.dumps(document, indent=1) + "\n")
    print(len(read), "read,", len(refused), "refused")


if __name__ == "__main__":
    main()

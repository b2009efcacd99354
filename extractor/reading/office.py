"""Old and foreign office formats (.doc, .odt, .rtf) through LibreOffice, kept on a short leash.

LibreOffice runs headless in a throw-away profile with macros and linked content switched off, where the system
allows it in a network namespace of its own (which has no network), for a limited time and with a limit on what it
may write; nothing of it stays behind.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.errors import FormatError, NeedsProgramError

PROGRAMS = ("soffice", "libreoffice")
GRACE = 5.0
"""Seconds a killed LibreOffice gets to be gone."""
MOST_WRITTEN = 512 * 1024**2
"""Bytes of any file LibreOffice writes. A report has some megabytes; a repeated cell may become endless."""

_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Save/Document", "WarnAlienFormat", "false"),
)  # fmt: skip
"""Never run macros, never follow links; change no field while loading."""

_NOWHERE = "http://127.0.0.1:9"
"""A proxy where nobody listens: where there is no namespace, what tries to reach the network fails at once."""
_ALONE = (("--net",), ("--map-root-user", "--net"))
"""What `unshare` is told for a process without network: as root, and as anyone where the system lets users do that."""


def to_docx(content: bytes, suffix: str, timeout: float) -> bytes:
    """Convert an office file to .docx.

    Args:
        content: the file's bytes.
        suffix: '.doc', '.odt' or '.rtf': what the content is.
        timeout: seconds after which LibreOffice is stopped.

    Returns:
        The bytes of the .docx.

    Raises:
        NeedsProgramError: LibreOffice is not installed.
        FormatError: LibreOffice makes nothing of the file, or takes too long.
    """
    program = find_program()
    with tempfile.TemporaryDirectory(prefix="styrkort-office-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"report{suffix}"
        source.write_bytes(content)
        profile = _profile(work)
        command = [
            *without_network(), program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--nologo", "--nodefault", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
            str(work / "out"), str(source),
        ]  # fmt: skip
        _run(command, work, timeout, suffix)
        made = work / "out" / "report.docx"
        if not made.is_file() or not made.stat().st_size:
            raise FormatError(
                f"LibreOffice could make nothing of the {suffix} file.",
                "Open it in a word processor and save it as .docx.",
            )
        return made.read_bytes()


def find_program() -> str:
    """Where LibreOffice is.

    Raises:
        NeedsProgramError: it is not on the search path.
    """
    for name in PROGRAMS:
        if path := shutil.which(name):
            return path
    raise NeedsProgramError(
        "Reading .doc, .odt and .rtf needs LibreOffice, which is not installed.",
        "Install it (Debian and Ubuntu: apt install libreoffice-writer) and import the file again.",
    )


@functools.cache
def without_network() -> tuple[str, ...]:
    """The start of a command line that gives a program no network; empty where the system doesn't allow it."""
    if unshare := shutil.which("unshare"):
        for flags in _ALONE:
            prefix = (unshare, *flags, "--")
            tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603 - as below
            if tried.returncode == 0:
                return prefix
    return ()


def _profile(work: Path) -> Path:
    profile = work / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )
    return profile


def _run(command: list[str], work: Path, timeout: float, suffix: str) -> None:
    home = {"HOME": str(work), "TMPDIR": str(work), "PATH": os.environ.get("PATH", os.defpath)}
    blocked = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    process = subprocess.Popen(  # noqa: S603 - a fixed program with our own arguments
        command, cwd=work, env={**home, **blocked, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    if sys.platform == "linux":
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended, which is seen below
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise FormatError(
            f"LibreOffice did not finish the {suffix} file within {timeout:g} seconds.",
            "Give it more time (--timeout), or open it in a word processor and save it as .docx.",
        ) from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole session: soffice is a script whose child does the work."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)

"""Turns a typeset Word file into the other forms an archive holds.

PDF, old Word, ODT, text dumps, scans and OCR'd files; each needs its real tool (LibreOffice, tesseract),
and a missing one is an error.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pypdfium2
from PIL import Image

SECONDS = 180
"""Time limit for one call of an outside program."""
EPOCH = "1704164645"
"""The time that LibreOffice writes into its files, where it lets itself be told."""

PDF_TIME = b"20240102030405"
_FILTER = {"txt": "txt:Text (encoded):UTF8"}


class Scan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How paper and scanner treated a report."""

    dpi: int = 200
    grey: bool = True
    skew: float = 0.0
    """Degrees the page lies turned."""
    noise: float = 4.0
    """Standard deviation of the grain, of 255."""
    quality: int = 45
    """JPEG quality."""


def convert(files: dict[str, bytes], kind: str, suffix: str = "docx") -> dict[str, bytes]:
    """Let LibreOffice save files as another kind.

    Args:
        files: bytes per file stem.
        kind: pdf, doc, odt, docx or txt.
        suffix: what the files are.

    Returns:
        Converted bytes per stem.

    Raises:
        RuntimeError: LibreOffice did not write a file.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, content in files.items():
            (folder / f"{stem}.{suffix}").write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", _FILTER.get(kind, kind), "--outdir", str(folder / "out")]
        command += [str(folder / f"{stem}.{suffix}") for stem in files]
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        )
        out = {stem: folder / "out" / f"{stem}.{kind}" for stem in files}
        missing = [stem for stem, path in out.items() if not path.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice wrote no {kind} of {missing}: {done.stderr.decode()[-500:]}")
        return {stem: pinned(path.read_bytes()) for stem, path in out.items()}


def pinned(content: bytes) -> bytes:
    """A PDF with one fixed time and identity in place of those of the moment it was written; else unchanged."""
    if not content.startswith(b"%PDF"):
        return content
    # Same lengths, so that the file's table of byte offsets stays true.
    content = re.sub(rb"(Date ?\(D:)\d{14}", rb"\g<1>" + PDF_TIME, content)
    return re.sub(rb"((?:/ID \[ <|>\s<|/DocChecksum /))[0-9A-F]{32}", rb"\g<1>" + b"0" * 32, content)


def text_dump(pdf: bytes) -> bytes:
    """The bare text of a PDF, a form feed between pages."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    return "\n\f".join(pages).encode("utf-8")


def page_images(pdf: bytes, scan: Scan) -> list[Image.Image]:
    """The pages as a scanner would see them; the same input gives the same pixels."""
    document = pypdfium2.PdfDocument(pdf)
    seed = random.Random(len(pdf) // 10_000)
    return [_page_image(page, scan, seed.randrange(2**31)) for page in document]


def _page_image(page: Any, scan: Scan, seed: int) -> Image.Image:
    image = page.render(scale=scan.dpi / 72).to_pil().convert("RGB")
    if scan.skew:
        image = image.rotate(scan.skew, resample=Image.Resampling.BICUBIC, fillcolor="white")
    if scan.grey:
        image = image.convert("L")
    pixels = np.asarray(image, dtype=np.float32)
    height, width = pixels.shape[:2]
    # Grain of half the scan's resolution: single-pixel noise only bloats the JPEG and is not seen on paper.
    grain = np.random.default_rng(seed).normal(0, scan.noise, (height // 2 + 1, width // 2 + 1))
    grain = grain.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    pixels = pixels * 0.97 + (grain if scan.grey else grain[..., None])
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def scan_pdf(pdf: bytes, scan: Scan) -> bytes:
    """A PDF that holds nothing but page images."""
    images = page_images(pdf, scan)
    out = io.BytesIO()
    images[0].save(
        out, "PDF", save_all=True, append_images=images[1:], resolution=scan.dpi, quality=scan.quality
    )
    return pinned(out.getvalue())


def recognise(pdf: bytes, scan: Scan, kind: str) -> bytes:
    """What an English tesseract makes of the scanned pages.

    Args:
        pdf: the born-digital report.
        scan: how it was scanned.
        kind: 'pdf' for a searchable PDF, 'txt' for its text alone, a form feed between pages.

    Raises:
        subprocess.CalledProcessError: tesseract failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = []
        for number, image in enumerate(page_images(pdf, scan), start=1):
            names.append(str(folder / f"{number:03}.jpg"))
            image.save(names[-1], quality=scan.quality, dpi=(scan.dpi, scan.dpi))
        (folder / "pages").write_text("\n".join(names), encoding="utf-8")
        command = ["tesseract", str(folder / "pages"), str(folder / "out"), "-l", "eng", kind]
        subprocess.run(
            command,
            capture_output=True,
            timeout=SECONDS * 3,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return pinned((folder / f"out.{kind}").read_bytes())

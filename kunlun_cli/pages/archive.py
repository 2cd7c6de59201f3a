"""ZIP archives: Word documents told from others, and the reports that one packs. Nothing is written to disk.

A report in an archive is named `archive.zip!member`; members are opened by the name they have in the archive
alone, so that no path in it leads anywhere.
"""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kunlun_cli.errors import DamagedError, EncryptedError, MissingFileError, UnknownFormatError
from kunlun_cli.limits import Limits, exceeded

if TYPE_CHECKING:
    import zipfile  # which few files need: it takes as long as ten pages of a report to search

MAGIC = b"PK\x03\x04"
SEPARATOR = "!"
SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".txt", ".md", ".docx"})
"""How the names of reports end."""
# So many members are looked at.
MAX_MEMBERS = 10_000
_UTF8 = 0x800
_OFFICE = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint file"),
    ("word/", "a Word document without its main part"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book"),
)
READS = "kunlun reads PDF, HTML, Markdown, Word (.docx) and extracted text"


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive that some bytes are; raises `ValueError` or `OSError` where they are none."""
    import zipfile

    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error


def is_word(data: bytes) -> bool:
    """Whether an archive is a Word document; false for what is no archive."""
    try:
        return "word/document.xml" in _opened(data).namelist()
    except (ValueError, OSError):
        return False


def parted(path: Path) -> tuple[Path, str] | None:
    """The archive and the member that a name such as `archive.zip!report.pdf` is of; `None` for any other name."""
    whole = str(path)
    for at, sign in enumerate(whole):
        if sign == SEPARATOR and whole[at + 1 :] and Path(whole[:at]).is_file():
            return Path(whole[:at]), whole[at + 1 :]
    return None


def members(data: bytes) -> list[str]:
    """The names of the reports in an archive, in its order; none where it cannot be opened."""
    try:
        return list(_reports(_opened(data)))
    except (ValueError, OSError):
        return []


def _reports(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    out = {}
    for info in archive.infolist()[:MAX_MEMBERS]:
        name = _name(info)
        path = PurePosixPath(name)
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and "__MACOSX" not in path.parts:
            out[name] = info
    return out


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Chinese ones are often written in GB18030 without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def member(data: bytes, wanted: str, name: str, limits: Limits) -> bytes:
    """The content of one report in an archive.

    Args:
        data: the archive.
        wanted: the report's name in it.
        name: the archive as the user named it, for messages.
        limits: how large the report may be.

    Raises:
        MissingFileError: there is none of that name.
        LimitError: it is larger than a file may be.
        EncryptedError: it is encrypted.
        DamagedError: it cannot be unpacked.
    """
    from zipfile import BadZipFile

    try:
        archive = _opened(data)
        info = _reports(archive).get(wanted)
        if info is None:
            raise MissingFileError(f"the archive has no report {wanted}", file=name, hint=_listed(members(data)))
        with archive.open(info) as stream:
            content = stream.read(limits.file_bytes + 1)
    except RuntimeError as error:  # zipfile's word for a missing password
        raise EncryptedError(f"{wanted} in the archive is encrypted", file=name, hint="Unpack it first") from error
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DamagedError(f"{wanted} in the archive cannot be unpacked", file=name, hint="Unpack it first") from error
    if len(content) > limits.file_bytes:
        raise exceeded(f"{wanted} has more than {limits.file_bytes // 1_000_000} MB", "file_bytes", name)
    return content


def only_member(data: bytes, name: str, limits: Limits) -> bytes:
    """The content of the only report in an archive.

    Raises:
        UnknownFormatError: there is none, or more than one; or it is another kind of file.
        InputError: as `member`.
    """
    found = members(data)
    if len(found) == 1:
        return member(data, found[0], name, limits)
    if found:
        what = f"this is an archive of {len(found)} files"
        raise UnknownFormatError(what, file=name, hint=f"Name one of them, e.g. {name}{SEPARATOR}{found[0]}")
    raise UnknownFormatError(f"this is {_what_is(data)}, not a filing", file=name, hint=READS)


def _what_is(data: bytes) -> str:
    try:
        names = _opened(data).namelist()
    except (ValueError, OSError):
        return "a damaged ZIP archive"
    for beginning, what in _OFFICE:
        if any(each.startswith(beginning) for each in names):
            return what
    return "a ZIP archive without reports"


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return f"It has {shown}" if names else "It has no report"

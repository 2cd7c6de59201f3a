"""Pages that browsers and servers wrapped: compressed HTML, and web archives with the page among their parts."""

from __future__ import annotations

import re
import zlib

from kunlun_cli.errors import DamagedError, UnknownFormatError
from kunlun_cli.limits import Limits, exceeded

GZIP = b"\x1f\x8b"
# The headers of a saved page, with room for those that mail servers add.
_HEAD = 4096
_MAIL = re.compile(
    rb"^(?:mime-version|from|return-path|received|subject|date|message-id|x-[\w-]+|content-type)[ \t]*:", re.IGNORECASE
)
_PARTS = re.compile(rb"^content-type[ \t]*:\s*multipart/(related|mixed|alternative)", re.IGNORECASE | re.MULTILINE)


def unzipped(data: bytes, name: str, limits: Limits) -> bytes:
    """What a gzip-ed file holds.

    Raises:
        DamagedError: it cannot be unpacked.
        LimitError: it grows larger than a text may be.
    """
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = stream.decompress(data, limits.file_bytes + 1)
    except zlib.error as error:
        raise DamagedError("the compressed file cannot be unpacked", file=name, hint="Download it again") from error
    if len(content) > limits.file_bytes:
        raise exceeded(f"the file grows to more than {limits.file_bytes // 1_000_000} MB", "file_bytes", name)
    if not stream.eof:
        raise DamagedError("the compressed file ends too early", file=name, hint="Download it again")
    return content


def is_mail(data: bytes) -> bool:
    """Whether a file is a web archive or an e-mail: headers of one, with parts."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n")
    return bool(_MAIL.match(head)) and bool(_PARTS.search(data[: 16 * _HEAD]))


def page_of(data: bytes, name: str) -> bytes:
    """The HTML page of a web archive (MHTML), its characters in UTF-8.

    Raises:
        UnknownFormatError: it is an e-mail, or an archive without a page.
    """
    import email.parser
    import email.policy

    message = email.parser.BytesParser(policy=email.policy.default).parsebytes(data)
    attached = [part.get_filename() or "" for part in message.walk() if part.get_content_disposition() == "attachment"]
    if message.get_content_type() != "multipart/related":
        what = f"this is an e-mail with {', '.join(attached)}" if attached else "this is an e-mail"
        raise UnknownFormatError(
            f"{what}, not a filing", file=name, hint="Save the report that is attached, and give that"
        )
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(payload, bytes):
                return _in_utf8(payload, charset)
    raise UnknownFormatError("this web archive has no page", file=name, hint="Save the page again, or give the PDF")


def _in_utf8(payload: bytes, charset: str | None) -> bytes:
    """A page's bytes with its declared characters; as they are where none are declared or they are others."""
    try:
        return payload.decode(charset).encode() if charset else payload
    except (LookupError, UnicodeError):
        return payload

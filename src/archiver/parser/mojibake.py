"""UTF-8 that was read as Latin-1 somewhere on its way, read back: ``dÃ©fense`` is ``défense``.

Text dumps carry such damage for good. It is repaired only where a text holds several sequences that are valid
UTF-8: no language writes those by chance.
"""

from __future__ import annotations

import re
from itertools import islice

#: what Windows-1252 makes of the bytes 0x80 to 0x9F; Latin-1 leaves them as control characters
_WINDOWS = {char: byte for byte in range(0x80, 0xA0) for char in bytes([byte]).decode("cp1252", "ignore")}
_TAIL = "[\x80-\xbf" + "".join(_WINDOWS) + "]"
_SEQUENCE = re.compile(f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")
#: fewer than this may be chance
_MIN_SEQUENCES = 3
#: more than this need not be looked at to be sure
_ENOUGH_SEQUENCES = 200
#: sequences whose last byte was a no-break space, and went when white space was squeezed
_SQUEEZED = (("\xc2 ", " "), ("\xc3 ", "à "))


def repair_encoding(text: str) -> str:
    r"""The text with misread UTF-8 read back, or as it is when it holds none.

    >>> repair_encoding("La dÃ©fense de lâ\x80\x99Ã©tÃ©")
    'La défense de l’été'
    """
    if text.isascii() or not _is_damaged(text):
        return text
    repaired = _SEQUENCE.sub(_decode, text)
    for damaged, mended in _SQUEEZED:
        repaired = repaired.replace(damaged, mended)
    return repaired


def _is_damaged(text: str) -> bool:
    found = list(islice(_SEQUENCE.finditer(text), _ENOUGH_SEQUENCES))
    valid = sum(_decode(match) != match.group() for match in found)
    return valid >= _MIN_SEQUENCES and 2 * valid > len(found)


def _decode(match: re.Match[str]) -> str:
    data = bytes(_WINDOWS.get(char) or ord(char) for char in match.group())
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()

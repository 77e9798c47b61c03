"""What a setting may be: its type, its limits, and the words in which both are told when something else is found."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

#: above this no clock can be set
_LONGEST_S = 1e7
_LARGEST = 10**15
#: more threads, processes, tries or hops than this is a slip of the pen, and nothing good comes of it
_FEW = 1000
#: a WARC file for every few records, or a limit that robots.txt files exceed, is one as well
_SMALLEST_FILE = 1_000_000
_SMALLEST_PAGE = 10_000
#: no article is older, and no calendar ends sooner
_LONGEST_DAYS = 36_500

Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=_LONGEST_S, description="a number >= 0 (seconds, at most 10^7)")]
Timeout: TypeAlias = Annotated[float, Meta(gt=0, le=_LONGEST_S, description="a number > 0 (seconds, at most 10^7)")]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=_LARGEST, description="a whole number >= 1")]
Few: TypeAlias = Annotated[int, Meta(ge=1, le=_FEW, description=f"a whole number from 1 to {_FEW}")]
FewOrNone: TypeAlias = Annotated[int, Meta(ge=0, le=_FEW, description=f"a whole number from 0 to {_FEW}")]
Days: TypeAlias = Annotated[int, Meta(ge=0, le=_LONGEST_DAYS, description=f"a whole number from 0 to {_LONGEST_DAYS}")]
Factor: TypeAlias = Annotated[float, Meta(ge=0, le=_FEW, description=f"a number from 0 to {_FEW}")]
FileBytes: TypeAlias = Annotated[
    int, Meta(ge=_SMALLEST_FILE, le=_LARGEST, description=f"a whole number >= {_SMALLEST_FILE} (bytes)")
]
PageBytes: TypeAlias = Annotated[
    int, Meta(ge=_SMALLEST_PAGE, le=_LARGEST, description=f"a whole number >= {_SMALLEST_PAGE} (bytes)")
]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Address: TypeAlias = Annotated[str, Meta(description="an address as in https://news.example/")]
Filled: TypeAlias = Annotated[str, Meta(pattern=r"\S", description="text in quotes, not empty")]
#: BCP 47 (RFC 5646, 2.1), whose order of subtags tells what each is; languages of more than three letters are not
#: registered, and neither a private tag nor one of the past says which language is meant
_LANGUAGE_TAG = (
    r"^(?i:[a-z]{2,3}(-[a-z]{3}){0,3}"  # the language, with what extends it
    r"(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"  # script, region
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?)\Z"  # extensions, private use
)
Language: TypeAlias = Annotated[str, Meta(pattern=_LANGUAGE_TAG, description='a language as in "fr" or "pt-BR"')]
Contact: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(?i:https?://[!-'*-~]+|(mailto:)?[!-'*-9;-?A-~]+@[!-'*-9;-?A-~]+)\Z",
        description="an address or a mailbox in plain ASCII, as in https://news.example/bot or mailto:you@news.example,"
        " without brackets",
    ),
]
Proxy: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(?i:https?)://([^\s/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(:[0-9]{1,5})?/?\Z",
        description="an address as in http://host:port",
    ),
]

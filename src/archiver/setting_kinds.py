"""What a setting may be: its type, its limits, and the words in which both are told when something else is found."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

#: above this no clock can be set
_LONGEST_S = 1e7
_LARGEST = 10**15

Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=_LONGEST_S, description="a number >= 0 (seconds, at most 10^7)")]
Timeout: TypeAlias = Annotated[float, Meta(gt=0, le=_LONGEST_S, description="a number > 0 (seconds, at most 10^7)")]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=_LARGEST, description="a whole number >= 1")]
CountOrNone: TypeAlias = Annotated[int, Meta(ge=0, le=_LARGEST, description="a whole number >= 0")]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Address: TypeAlias = Annotated[str, Meta(description="an address as in https://news.example/")]
Filled: TypeAlias = Annotated[str, Meta(pattern=r"\S", description="text in quotes, not empty")]
Language: TypeAlias = Annotated[
    str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description='a language as in "fr" or "pt-BR"')
]
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

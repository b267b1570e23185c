"""Tokens: the signed ones of a session, and kept ones that open one door each."""

from focushub.accounts.services.tokens.scoped import (
    NewToken,
    TooManyTokens,
    make_token,
    person_of_token,
    revoke_all_tokens,
    revoke_token,
)
from focushub.accounts.services.tokens.signed import (
    BadToken,
    Claims,
    ExpiredToken,
    issue_access_token,
    read_access_token,
)

__all__ = [
    "BadToken",
    "Claims",
    "ExpiredToken",
    "NewToken",
    "TooManyTokens",
    "issue_access_token",
    "make_token",
    "person_of_token",
    "read_access_token",
    "revoke_all_tokens",
    "revoke_token",
]

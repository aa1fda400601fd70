"""The base class of all errors that are reported to users, and its subclasses that commands handle differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class CobtrackError(Exception):
    """An error to report to the user: something cannot be done.

    `message` says what cannot be done, and why. `hint` says what to do instead; it is "" if there is nothing to
    suggest. Commands print the message and the hint on two lines and end with exit code 2. Any other exception is a
    bug in cobtrack.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidDataError(CobtrackError):
    """The data has errors that would get into a document, an export or an import. Commands end with exit code 1."""


class NewErrorsError(CobtrackError):
    """A change would add errors to the files.

    `errors` has one sentence for each of the first errors. Commands print each sentence on a line of its own.
    """

    def __init__(self, message: str, hint: str, errors: Sequence[str]) -> None:
        super().__init__(message, hint)
        self.errors = errors

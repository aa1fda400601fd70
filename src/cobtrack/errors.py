"""The root of all errors that a user may meet, and those that commands report in a special way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class CobtrackError(Exception):
    """Something cannot be done: `message` says what and why, `hint` says what to do instead ("" if nothing helps).

    Every command reports such an error as two lines and exit code 2. All other exceptions are mistakes in cobtrack.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidDataError(CobtrackError):
    """The data has errors that a document, an export or an import would carry on; commands end with exit code 1."""


class NewErrorsError(CobtrackError):
    """A change would add errors to the files; `errors` are sentences about the first of them, reported one a line."""

    def __init__(self, message: str, hint: str, errors: Sequence[str]) -> None:
        super().__init__(message, hint)
        self.errors = errors

"""The root of all errors that a user may meet."""

from __future__ import annotations


class CobtrackError(Exception):
    """Something cannot be done: `message` says what and why, `hint` says what to do instead ("" if nothing helps).

    Every command reports such an error as two lines and exit code 2. All other exceptions are mistakes in cobtrack.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

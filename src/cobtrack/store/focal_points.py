"""Read the file of focal points. Only `cobtrack focal-points` and `cobtrack validate` do this."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.internal.focal_point import FocalPoint, FocalPoints
from cobtrack.model.problem import Finding, Place, Problem, Severity, make_problem
from cobtrack.store import files
from cobtrack.store.files import FOCAL_POINTS_FILE
from cobtrack.store.load import has_only_comments
from cobtrack.store.validation.build import build
from cobtrack.store.validation.context import OtherFiles, reading_notes
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class FocalPointsRead(NamedTuple):
    """The focal points that could be read, and the problems of their file.

    The problems can quote what is in the file, so they must be reported without their messages.
    """

    focal_points: tuple[FocalPoint, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_focal_points(root: Path, languages: Sequence[str]) -> FocalPointsRead | None:
    """Return the focal points of the workspace at `root`, or None if it has no file of focal points.

    Names are read in the first of `languages` in which they exist.
    """
    if not os.path.lexists(root / FOCAL_POINTS_FILE):
        return None
    text, problems, _ = files.read(root, FOCAL_POINTS_FILE)
    if text is None or has_only_comments(text):
        return FocalPointsRead((), tuple(problems))
    reading = reader.read(text, FOCAL_POINTS_FILE)
    problems = [*problems, *reading.problems]
    if not isinstance(reading.data, dict):
        finding = Finding(Place(FOCAL_POINTS_FILE), "must consist of fields with their values")
        return FocalPointsRead(
            (), (*problems, *(() if problems else [make_problem("COB017", Severity.ERROR, finding)]))
        )
    notes = reading_notes(FocalPoints, text, reading)
    result = build(FocalPoints, reading.data, FOCAL_POINTS_FILE, OtherFiles(languages), notes)
    focal_points = result.record.focal_points if isinstance(result.record, FocalPoints) else ()
    return FocalPointsRead(focal_points, (*problems, *result.problems))

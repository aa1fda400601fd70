"""The kinds of file: the place of the files and the records with ids follow from one line."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.audience import VISIBLE_FIELDS
from cobtrack.model.kinds import KINDS, Kind
from cobtrack.model.workspace import Workspace
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, small
from tests.support import models
from tests.test_recommendations import FILES

if TYPE_CHECKING:
    from pathlib import Path


def named(kind: Kind) -> str:
    return kind.name


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that has files of every kind."""
    shipped = REPOSITORY / "templates/procedures/crc-standard.yaml"
    files = {
        **FILES,
        "data/procedures/crc-standard.yaml": shipped.read_text(encoding="utf-8"),
        "data/data-sources/a.yaml": "data_sources:\n  - {id: register, title: Register, source: Us}\n",
        "data/consultations/a.yaml": "consultations:\n  - {id: pupils-2025, title: Pupils, date: 2025, source: Us}\n",
        "data/rounds/2026-12.yaml": "id: 2026-12\ntitle: Reports\nopened: 2026-12-01\nuntil: 2027-01-15\n",
        "data/budgets/a.yaml": "budgets:\n  - {id: training-2026, title: Training, owner: state, year: 2026}\n",
        "data/submissions/a.yaml": "submissions:\n  - {id: report-2027, title: Our report, to: crc, source: Us}\n",
    }
    return load(small(tmp_path_factory.mktemp("full"), files)).workspace


def test_each_kind_has_a_field_of_the_workspace_and_there_is_no_other_for_files() -> None:
    assert [kind.field for kind in KINDS] == [
        one.name for one in fields(Workspace) if one.name not in {"unreadable_ids", "unreadable_kinds"}
    ]


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_the_records_of_every_kind_are_read(kind: Kind, full: Workspace) -> None:
    assert any(isinstance(record, kind.model) for record in full.file_records())


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_every_record_with_an_id_is_found_by_it(kind: Kind, full: Workspace) -> None:
    for name, model in kind.record_types.items():
        things = getattr(full, name)
        assert all(full.by_id[one.id] is one for one in things)
        assert all(isinstance(one, model) for one in things)


def test_the_pillars_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "data/pillars/1-coordination.yaml").rename(root / "data/pillars/9-coordination.yaml")
    assert [one.pillar for one in load(root).workspace.pillars] == [1, 2]


def test_every_field_of_every_model_has_an_audience() -> None:
    """A new field has to be added to the table of model/audience.py."""
    assert set(VISIBLE_FIELDS) == set(models())
    for name, model in models().items():
        told = [field for fields in VISIBLE_FIELDS[name].values() for field in fields.split()]
        assert set(model.model_fields) <= set(told), name
        assert len(told) == len(set(told)), name

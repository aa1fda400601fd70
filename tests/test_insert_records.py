"""Inserting records between others: at their position, above the comments of the next one, and nothing else moves."""

from __future__ import annotations

import pytest

from cobtrack.store.edit.apply import insert_records
from cobtrack.store.edit.source import EditError
from cobtrack.store.yaml import reader, writer

TEXT = """\
id: a  # The name.
paragraphs:
  - id: one
    text: >-
      Some words
      # that begin with a sign.

  # About three.
  - id: three
remarks: []
"""


def test_a_record_is_inserted_above_the_comment_on_the_next_one() -> None:
    after = insert_records(TEXT, "paragraphs", {1: [{"id": "two"}]})
    assert after == TEXT.replace("sign.\n\n", "sign.\n\n  - id: two\n\n")


def test_a_record_can_be_inserted_first() -> None:
    after = insert_records(TEXT, "paragraphs", {0: [{"id": "zero"}]})
    assert after == TEXT.replace("paragraphs:\n", "paragraphs:\n  - id: zero\n")


def test_several_records_keep_their_order() -> None:
    after = insert_records(TEXT, "paragraphs", {0: [{"id": "x"}, {"id": "y"}], 1: [{"id": "z"}]})
    assert [one["id"] for one in reader.read(after, "").data["paragraphs"]] == ["x", "y", "one", "z", "three"]


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    after = insert_records(text, "paragraphs", {1: [{"id": "two"}]})
    assert after == text.replace("sign.\r\n\r\n", "sign.\r\n\r\n  - id: two\r\n\r\n")


def test_old_mac_line_ends_stay() -> None:
    after = insert_records(TEXT.replace("\n", "\r"), "paragraphs", {1: [{"id": "two"}]})
    assert after == insert_records(TEXT, "paragraphs", {1: [{"id": "two"}]}).replace("\n", "\r")


def test_a_file_with_errors_is_refused() -> None:
    with pytest.raises(EditError, match="line 8: the file contains a control character"):
        insert_records(TEXT.replace("About", "\x0c"), "paragraphs", {1: [{"id": "two"}]})


@pytest.mark.parametrize("items", ["[{id: one}]", "\n  -\n    id: one"])
def test_a_list_in_another_form_is_refused_with_a_hint(items: str) -> None:
    with pytest.raises(EditError) as caught:
        insert_records(f"paragraphs: {items}\n", "paragraphs", {0: [{"id": "zero"}]})
    assert caught.value.hint


def test_nothing_to_insert_changes_nothing() -> None:
    assert insert_records(TEXT, "paragraphs", {}) == TEXT


def test_a_text_that_would_not_read_back_as_the_records_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "item_lines", lambda _, column, *__: [f"{' ' * column}- id: another"])
    with pytest.raises(EditError, match=r"^the edit would change more than it should$"):
        insert_records(TEXT, "paragraphs", {1: [{"id": "two"}]})

"""Key messages and cards to share: plain words with their source, never shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.render.pictures.share_card import LETTERS, ShareCard, letter_size
from cobtrack.render.site.share_image import CardError, card_image
from tests.cli_support import ask
from tests.filled import DAY
from tests.test_child_friendly import PARAGRAPHS, SETTINGS, rendered, workspace

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["workspace"]
KHMER = "គ្មាននរណាម្នាក់អាចធ្វើបាបកុមារបានទេ"
WORDS = ["Every", "child", "has", "the", "right", "to", "play", "and", "WONDERFUL", "communities", "help"] * 12


def longest(words: list[str], joint: str) -> list[str]:
    """The longest text of these words for each size of letters."""
    texts = [joint.join(words[:number]) for number in range(1, len(words) + 1)]
    return list({size: text for text in texts if (size := letter_size(text))}.values())


def test_key_messages_have_their_source(workspace: Path) -> None:
    text = rendered(workspace, "key-messages.md")
    assert "- **Nobody may hurt a child.**\n  - Violence against children. Source: CRC/C/XXX/CO/4-6, para. 26" in text
    assert "- **No adult may hit a child\\<script\\>.**\n  - Source: CRC/C/XXX/CO/4-6, para. 26" in text
    assert "These topics have no plain words yet: Education." in text
    assert "Adults wrote this paper. Children have not checked it yet." in text


def test_a_key_message_without_a_recommendation_says_that_it_has_no_source(workspace: Path) -> None:
    path = workspace / "data/recommendations/crc-2022.yaml"
    path.write_text(PARAGRAPHS.replace("    cluster: violence\n", ""), encoding="utf-8")
    assert "There is no source, because no recommendation on this topic" in rendered(workspace, "key-messages.md")


def test_a_longer_sentence_gets_smaller_letters_and_too_long_a_sentence_none() -> None:
    sizes = [letter_size(" ".join(WORDS[:n])) for n in range(1, len(WORDS) + 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (LETTERS[0], 0)
    assert {*LETTERS, 0} >= set(sizes)
    assert len(set(sizes)) > 4
    assert letter_size("W" * 60) == 0
    assert letter_size(KHMER * 40) == 0 < letter_size(KHMER)


def test_a_card_that_is_too_long_is_left_out_with_the_reason(workspace: Path) -> None:
    long = " ".join(WORDS)
    (workspace / "cobtrack.yaml").write_text(SETTINGS.replace("Nobody may hurt a child.", long), encoding="utf-8")
    page = rendered(workspace, "share-cards.html")
    assert long not in page
    assert "There is no card for “Violence against children”, because its text is too long for a card." in page
    pytest.importorskip("typst")
    done = ask(workspace, "render", "site", "-o", str(workspace / "build"), as_of=DAY)
    assert "the card for “Violence against children” was left out, because its text is too long for a card" in done.err
    assert not (workspace / "build/cards").exists()


def test_a_card_has_the_whole_sentence_its_picture_and_its_source(workspace: Path) -> None:
    page = rendered(workspace, "share-cards.html")
    assert '">Nobody may hurt a child.</p>' in page
    assert page.count("<svg") == 1
    assert "Source: CRC/C/XXX/CO/4-6, para. 26. Written by adults. Children have not checked it yet." in page


def test_the_site_has_each_card_as_a_square_picture(workspace: Path) -> None:
    pytest.importorskip("typst")
    assert ask(workspace, "render", "site", "-o", str(workspace / "build"), as_of=DAY).code == 0
    data = (workspace / "build/cards/violence.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(data[start : start + 4]) for start in (16, 20)] == [1080, 1080]
    assert 'href="cards/violence.png"' in (workspace / "build/documents.html").read_text(encoding="utf-8")


@pytest.mark.browser
def test_no_text_is_cut_off_on_a_card(workspace: Path, browser: Any) -> None:
    texts = [*longest(WORDS, " "), *longest([KHMER] * 40, "")]
    clusters = "".join(f"  c{number}: Topic\n" for number, _ in enumerate(texts))
    plain = "".join(f"  - {{cluster: c{number}, plain: {text}, icon: home}}\n" for number, text in enumerate(texts))
    settings = SETTINGS.partition("clusters:")[0] + f"clusters:\n{clusters}clusters_in_plain_words:\n{plain}"
    (workspace / "cobtrack.yaml").write_text(settings, encoding="utf-8")
    (workspace / "data/recommendations/crc-2022.yaml").unlink()
    path = workspace / "cards.html"
    path.write_text(rendered(workspace, "share-cards.html"), encoding="utf-8")
    for width in (1080, 390):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(path.as_uri())
        cards = page.eval_on_selector_all(
            ".card",
            "all => all.map(card => [card.scrollHeight - card.clientHeight, card.scrollWidth - card.clientWidth])",
        )
        page.close()
        assert len(cards) == len(texts)
        assert max(map(max, cards)) <= 1


def test_a_card_whose_picture_is_damaged_is_not_called_too_long() -> None:
    pytest.importorskip("typst")
    card = ShareCard("a", "A", "Nobody may hurt a child.", "safety", "", "Roadmap", LETTERS[0])
    with pytest.raises(CardError, match="its picture cannot be drawn"):
        card_image(card, "<svg", "en")

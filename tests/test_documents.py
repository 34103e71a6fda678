"""The documents: what they show is there, and made by the script that makes it."""

import ast
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SHOTS = ROOT / "scripts" / "_screenshots" / "shots.py"
DOCUMENTS = sorted(
    path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)

_MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
_HTML = re.compile(r"<(?:img|source)\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(?P<name>src|srcset|alt)="(?P<value>[^"]*)"')

LARGEST = 250 * 1024


def images_of(text: str) -> list[tuple[str, str | None]]:
    """Return what a document shows, with what is said to who cannot see it."""
    found: list[tuple[str, str | None]] = [
        (match["target"], match["alt"]) for match in _MARKDOWN.finditer(text)
    ]
    for tag in _HTML.findall(text):
        attributes = {each["name"]: each["value"] for each in _ATTRIBUTE.finditer(tag)}
        if "srcset" in attributes:
            # It takes the place of an <img>, which says what it shows.
            found.append((attributes["srcset"], "a source"))
        else:
            found.append((attributes["src"], attributes.get("alt")))
    return [(target, alt) for target, alt in found if "://" not in target]


def shots() -> set[str]:
    """Return the names in the list of pictures, without a browser."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(SHOTS.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Shot"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_document_shows_only_what_is_there(document: Path) -> None:
    """Break no picture, and leave out nobody who cannot see it."""
    path = ROOT / document
    for target, alt in images_of(path.read_text("utf-8")):
        assert (path.parent / target).is_file(), f"{target} is missing"
        assert alt, f"{target} has no text"


def test_every_picture_can_be_made_again() -> None:
    """Keep no picture of what once was, and none that nobody has looked at."""
    assert {path.stem for path in IMAGES.glob("*.png")} == shots()


def test_pictures_are_small() -> None:
    """Let a clone and a page be quick."""
    for path in IMAGES.iterdir():
        assert path.stat().st_size <= LARGEST, path.name

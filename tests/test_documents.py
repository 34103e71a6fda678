"""The documents: what they show is there, and made by the script that makes it."""

import ast
from pathlib import Path
import re

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SHOTS = ROOT / "scripts" / "_screenshots" / "shots.py"
DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))

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


def test_the_documents_show_only_what_is_there() -> None:
    """Break no picture, and leave out nobody who cannot see it."""
    shown = {
        (path, target): alt
        for path in DOCUMENTS
        for target, alt in images_of(path.read_text("utf-8"))
    }
    assert {path.parent / target for path, target in shown} == set(IMAGES.iterdir())
    assert all(shown.values()), shown


def test_every_picture_can_be_made_again() -> None:
    """Keep no picture of what once was, and none that nobody has looked at."""
    assert {path.stem for path in IMAGES.glob("*.png")} == shots()


def test_pictures_are_small() -> None:
    """Let a clone and a page be quick."""
    sizes = {path.name: path.stat().st_size for path in IMAGES.iterdir()}
    assert max(sizes.values()) <= LARGEST, sizes

"""The guests' words: found in the code, read from the catalogue of a language, and made into what is loaded.

`python -m tests.waivers.catalogue` adds words that are new, drops those nobody says any more, and writes the compiled
file beside it; no other tool is needed.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "waivers/locale/es/LC_MESSAGES/django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
LITERAL = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
TAG = re.compile(rf"\b(?:n?gettext|_)\(\s*(?:u)?({LITERAL})\s*(?:,\s*(?:u)?({LITERAL}))?", re.DOTALL)
HEAD = (
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: es\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
Key = tuple[str, str]  # the words, and the words for many, or ""
Catalogue = dict[Key, tuple[str, ...]]


def sources() -> Iterator[Path]:
    """Every file whose words a guest may read."""
    yield from (path for path in sorted((ROOT / "waivers").rglob("*.py")) if "migrations" not in path.parts)
    yield from sorted((ROOT / "templates/waivers").rglob("*.html"))
    for folder in [*sorted((ROOT / "templates/mail").glob("guest_*")), ROOT / "templates/mail/waiver_copy"]:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def said() -> dict[Key, str]:
    """Everything that is marked to be translated, with the file that says it first."""
    found: dict[Key, str] = {}
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for key in in_python(text) if path.suffix == ".py" else in_template(text):
            found.setdefault(key, str(path.relative_to(ROOT)))
    return found


def in_python(source: str) -> Iterator[Key]:
    """The words that calls of gettext name."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in CALLS and isinstance(node, ast.Call):
            words = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            texts = [word for word in words if isinstance(word, str)]
            if texts:
                yield texts[0], texts[1] if name.startswith("ngettext") else ""


def in_template(source: str) -> Iterator[Key]:
    """The words that tags of a template name."""
    for match in TAG.finditer(templatize(source)):
        one, many = match[1], match[2]
        yield ast.literal_eval(one), ast.literal_eval(many) if many else ""


def read(text: str) -> Catalogue:
    """A catalogue as it is written here: msgid, msgid_plural, msgstr, each on as many lines as it takes."""
    found: Catalogue = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            head, _, rest = line.partition('"')
            name = head.strip() or name
            fields[name] = fields.get(name, "") + ast.literal_eval('"' + rest)
        strings = tuple(value for field, value in fields.items() if field.startswith("msgstr"))
        if fields.get("msgid"):
            found[fields["msgid"], fields.get("msgid_plural", "")] = strings
    return found


def written(catalogue: Catalogue, places: dict[Key, str]) -> str:
    """The catalogue as text, by file and words."""
    blocks = ['msgid ""\n' + "msgstr " + "\n".join(_quoted(line) for line in ["", *HEAD.splitlines(keepends=True)])]
    for key in sorted(places, key=lambda each: (places[each], each)):
        lines = [f"#: {places[key]}", f"msgid {_quoted(key[0])}"]
        strings = catalogue.get(key) or (("", "") if key[1] else ("",))
        if key[1]:
            lines.append(f"msgid_plural {_quoted(key[1])}")
            lines += [f"msgstr[{number}] {_quoted(string)}" for number, string in enumerate(strings)]
        else:
            lines.append(f"msgstr {_quoted(strings[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(catalogue: Catalogue) -> bytes:
    """What gettext loads (GNU gettext manual, The Format of GNU MO Files): two tables of strings, by msgid."""
    pairs = {"": HEAD} | {"\0".join(filter(None, key)): "\0".join(strings) for key, strings in catalogue.items()}
    entries = sorted((one.encode(), other.encode()) for one, other in pairs.items())
    start = 28 + 16 * len(entries)
    tables, strings = [b"", b""], b""
    for place in (0, 1):
        for entry in entries:
            tables[place] += struct.pack("<2I", len(entry[place]), start + len(strings))
            strings += entry[place] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, start)
    return head + tables[0] + tables[1] + strings


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main() -> None:
    """Bring the catalogue up to date with the code; what waits for its translation is printed."""
    known = read(PO.read_text(encoding="utf-8")) if PO.exists() else {}
    places = said()
    kept = {key: known[key] for key in places if all(known.get(key, ("",)))}
    PO.write_text(written(kept, places), encoding="utf-8")
    PO.with_suffix(".mo").write_bytes(compiled(kept))
    missing = sorted((place, key[0]) for key, place in places.items() if key not in kept)
    sys.stdout.writelines(f"{place}: {words}\n" for place, words in missing)


if __name__ == "__main__":
    main()

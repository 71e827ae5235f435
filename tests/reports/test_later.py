"""Facts whose parts are read when they are first asked for."""

from dataclasses import dataclass, field, replace

import pytest

from reports.later import Later


@dataclass(frozen=True)
class Shelf(Later):
    """Something with parts."""

    name: str
    books: tuple[str, ...] = field(default_factory=tuple)
    inner: object = None
    is_open: bool = True


def reader(asked, found):
    def read():
        asked.append(found)
        return found

    return read


def test_a_part_is_read_once_and_only_when_something_asks_for_it():
    asked = []
    shelf = Shelf.later({"books": reader(asked, ("Moby-Dick",))}, name="sea")

    assert (shelf.name, shelf.is_open, asked) == ("sea", True, [])
    assert (shelf.books, shelf.books) == (("Moby-Dick",), ("Moby-Dick",))
    assert asked == [("Moby-Dick",)]


def test_one_that_was_read_later_is_the_one_that_was_made_whole():
    shelf = Shelf.later({"books": lambda: ("Moby-Dick",)}, name="sea")

    assert shelf == Shelf("sea", ("Moby-Dick",))
    assert replace(shelf, name="land") == Shelf("land", ("Moby-Dick",))
    assert (hash(shelf), repr(shelf)) == (hash(Shelf("sea", ("Moby-Dick",))), repr(Shelf("sea", ("Moby-Dick",))))


def test_all_is_read_with_the_parts_of_its_parts():
    asked = []
    inner = Shelf.later({"books": reader(asked, ("Typee",))}, name="inner")
    shelf = Shelf.later({"books": reader(asked, ("Omoo",))}, name="outer", inner=inner)

    assert shelf.all_read() is shelf
    assert asked == [("Omoo",), ("Typee",)]


def test_a_changed_one_leaves_unread_what_nobody_asked_for():
    asked = []
    shelf = Shelf.later({"books": reader(asked, ("Typee",))}, name="sea")

    other = shelf.but(name="land")

    assert (other.name, shelf.name, asked) == ("land", "sea", [])
    assert (other.books, shelf.books, asked) == (("Typee",), ("Typee",), [("Typee",)])
    assert shelf.but(books=()).books == ()


def test_a_part_that_could_not_be_read_is_read_when_asked_again():
    answers = iter([ZeroDivisionError, ("Moby-Dick",)])

    def read():
        if (answer := next(answers)) is ZeroDivisionError:
            raise answer
        return answer

    shelf = Shelf.later({"books": read}, name="sea")
    with pytest.raises(ZeroDivisionError):
        _ = shelf.books

    assert shelf.books == ("Moby-Dick",)


@pytest.mark.parametrize(
    ("parts", "known", "words"),
    [({}, {}, "was given no name"), ({"is_open": bool}, {"name": "sea"}, "has a plain default for is_open")],
)
def test_what_is_neither_given_nor_can_come_later_is_refused(parts, known, words):
    with pytest.raises(TypeError, match=words):
        Shelf.later(parts, **known)


def test_what_is_no_part_is_no_attribute():
    with pytest.raises(AttributeError, match="Shelf has no 'films'"):
        _ = Shelf.later({}, name="sea").films

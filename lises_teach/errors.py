"""What can go wrong, one class for each thing the reader can do about it.

Facts are fields; the class builds the sentence in both languages. A wrong answer is no error: see
`items.scoring`. Subclasses live here when more than one module raises or catches them.
"""

from __future__ import annotations

from pathlib import Path

from lises_teach.i18n import Lang, Text, both, reader_language


class KitError(Exception):
    """One sentence for a person: what is wrong, where, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def sentence(self, lang: Lang | None = None) -> str:
        """The sentence in `lang`, or in the reader's language."""
        return self.text.get(lang or reader_language())

    def __str__(self) -> str:
        return self.sentence()


class BankError(KitError):
    """A bank or key file that cannot be used. `findings` has one line for each place, in English.

    `reason` is the first of them in both languages; `text` is the whole sentence where the kit has
    one, such as for a file that is no YAML.
    """

    def __init__(
        self, path: Path, findings: tuple[str, ...], text: Text | None = None, reason: Text | None = None
    ) -> None:
        self.path, self.findings = path, findings
        self.reason = reason or Text(da=findings[0], en=findings[0])
        super().__init__(text or both("errors.bank", path=path, first=self.reason))


class UnknownItem(KitError):
    """An item id that no bank in reach has."""

    def __init__(self, item_id: str, place: Path, near: tuple[str, ...] = ()) -> None:
        self.item_id, self.place, self.near = item_id, place, near
        key = "errors.unknown_item_near" if near else "errors.unknown_item"
        super().__init__(both(key, item=item_id, place=place, near=", ".join(near)))


class SheetMissing(KitError):
    """There is no answer sheet where one is looked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(both("errors.sheet_missing", path=path.name))


class SheetUnreadable(KitError):
    """An answer sheet whose content cannot be understood; `kept_as` is where it was set aside."""

    def __init__(self, path: Path, reason: Text, kept_as: Path | None = None) -> None:
        self.path, self.reason, self.kept_as = path, reason, kept_as
        if kept_as is None:
            text = both("errors.sheet_unreadable", path=path.name, reason=reason)
        else:
            text = both("errors.sheet_set_aside", path=path.name, reason=reason, kept_as=kept_as.name)
        super().__init__(text)


class SheetTooNew(SheetUnreadable):
    """An answer sheet of a newer kit: not the student but whoever reads it can do something about it."""


class SheetVanished(KitError):
    """An answer sheet that was there and no longer is, while its folder still is; a new one is begun."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(both("errors.sheet_vanished", path=path.name))


class SheetNotWritable(KitError):
    """An answer sheet that cannot be written: full disk, no permission, another program; `text` says more."""

    def __init__(self, path: Path, reason: str, text: Text | None = None) -> None:
        self.path, self.reason = path, reason
        super().__init__(text or both("errors.sheet_not_writable", path=path.name, reason=reason))


class FolderGone(SheetNotWritable):
    """The folder of an answer sheet was moved, renamed or deleted while its page is open."""

    def __init__(self, path: Path) -> None:
        text = both("errors.folder_gone", folder=path.parent.name)
        super().__init__(path, "the folder is gone", text)

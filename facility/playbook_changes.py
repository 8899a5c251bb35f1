"""What a newer version of a playbook changes for a site that runs on an older one. Items are the same by their code."""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from facility.models import Playbook, PlaybookItem

COMPARED = ("theme", "title", "explanation", "party", "days", "before", "blocking", "evidence")
SIZES = ("party", "days", "before", "blocking")  # few words say what they were and become


@dataclass(frozen=True)
class ItemChange:
    """One item in both versions, with the names of what differs, in words."""

    old: PlaybookItem
    new: PlaybookItem
    what: list[str]

    @property
    def sizes(self) -> list[str]:
        """Those that are a number or a party, with what they were and become: "doorlooptijd (dagen): 14, wordt 20"."""
        return [
            f"{label_of(name)}: {shown(self.old, name)}, wordt {shown(self.new, name)}"
            for name in SIZES
            if getattr(self.old, name) != getattr(self.new, name)
        ]

    @property
    def others(self) -> list[str]:
        """What else differs, by name only: texts, dependencies."""
        return [name for name in self.what if name not in {label_of(size) for size in SIZES}]


@dataclass
class PlaybookChanges:
    """From one version to another, in the order of the newer one."""

    added: list[PlaybookItem] = field(default_factory=list)
    removed: list[PlaybookItem] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes_between(old: Playbook, new: Playbook) -> PlaybookChanges:
    """Compares items and what they wait for. Three queries, when nothing of them was asked yet."""
    prefetch_related_objects([old, new], "items__needs__needs")
    before = {item.code: item for item in items_of(old)}
    after = {item.code: item for item in items_of(new)}
    found = PlaybookChanges(removed=[item for code, item in before.items() if code not in after])
    for code, item in after.items():
        if code not in before:
            found.added.append(item)
        elif what := differences(before[code], item):
            found.changed.append(ItemChange(before[code], item, what))
    return found


def items_of(playbook: Playbook) -> list[PlaybookItem]:
    """Its items, each with what it waits for; asked once."""
    prefetch_related_objects([playbook], "items__needs__needs")
    return list(playbook.items.all())


def needed_codes(item: PlaybookItem) -> set[str]:
    return {need.needs.code for need in item.needs.all()}


def label_of(name: str) -> str:
    return str(PlaybookItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def shown(item: PlaybookItem, name: str) -> str:
    match name:
        case "party":
            return item.get_party_display()
        case "blocking":
            return "ja" if item.blocking else "nee"
        case _:
            return str(getattr(item, name))


def differences(old: PlaybookItem, new: PlaybookItem) -> list[str]:
    what = [label_of(name) for name in COMPARED if getattr(old, name) != getattr(new, name)]
    return what + (["wacht op"] if needed_codes(old) != needed_codes(new) else [])

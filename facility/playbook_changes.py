"""What a newer version of a playbook changes for a site that runs on an older one. Items are the same by their code."""

from dataclasses import dataclass, field

from facility.models import Playbook, PlaybookItem

COMPARED = ("theme", "title", "explanation", "party", "days", "before", "blocking", "evidence")


@dataclass(frozen=True)
class ItemChange:
    """One item in both versions, with the names of what differs, in words."""

    old: PlaybookItem
    new: PlaybookItem
    what: list[str]


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
    """Compares items and what they wait for. Six queries."""
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
    return list(playbook.items.prefetch_related("needs__needs"))


def needed_codes(item: PlaybookItem) -> set[str]:
    return {need.needs.code for need in item.needs.all()}


def differences(old: PlaybookItem, new: PlaybookItem) -> list[str]:
    what = [
        str(PlaybookItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in COMPARED
        if getattr(old, name) != getattr(new, name)
    ]
    return what + (["wacht op"] if needed_codes(old) != needed_codes(new) else [])

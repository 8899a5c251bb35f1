"""Every change of state is one verb in actions: keyword-only, `by`, atomic, with a trace."""

import ast

import pytest

from tests.house.sources import called_name, calls, modules_called

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
RELATES = {"add", "set", "remove"}
TRACES = {"record", "record_many", "change_status"}

# Verbs that need no trace of their own, each with the reason.
WITHOUT_TRACE = {
    "accounts.note_use": "the row itself keeps the day; nothing of anybody else changes",
    "accounts.use_key": "the row itself keeps the day; what is asked with the key leaves its own trace",
    "notifications.tell_about_invitations": "the mail is the row's own; inviting and accepting were recorded",
    "notifications.tell_about_rights_reviews": "the mail is the row's own; asking to confirm was recorded",
    "notifications.mark_all_read": "the rows themselves keep who read them and when",
    "notifications.mark_unread": "takes back within minutes what the rows themselves kept",
    "notifications.send_digest": "the mail is a row of its own; what it tells was recorded",
    "notifications.mark_read": "the row itself keeps who read it and when",
    "notifications.tell_about_join_requests": "the mail is the row's own; asking and deciding were recorded",
    "notifications.tell_about_new_devices": "the mail is the row's own; the sign-in was recorded",
    "reporting.hide_first_steps": "the row itself keeps when; nothing of anybody else changes",
    "reporting.remember_opened": "the row itself keeps what was opened and when, for a month, for one person",
    "vlot.note_visit": "the row itself keeps who came and when; nothing of anybody else changes",
    "operations.begin_backup": "the row itself says so; how it ended is recorded",
    "operations.begin_drill": "the row itself says so; how it ended is recorded",
    "operations.clear_backups": "the row itself keeps when; the terms are settings",
    "operations.close_abandoned": "the row itself says that its process died",
    "operations.note_alive": "the row itself keeps the moment; a trace each minute would bury the trail",
    "spread.clear_handled_changes": "housekeeping of the queue; what changed was recorded where it changed",
    "spread.recompute_changed": "derived figures: what they follow from was recorded when it changed",
}


def is_private(function: ast.FunctionDef) -> bool:
    return function.name.startswith("_")


def writes(function: ast.FunctionDef) -> bool:
    """Whether it calls something that changes rows (`x.save()`, `Model.objects.create()`), or a verb of the trail."""
    return any(
        called_name(call) in TRACES or (isinstance(call.func, ast.Attribute) and is_write(call))
        for call in calls(function)
    )


def is_write(call: ast.Call) -> bool:
    """A write on a model: `add`, `set` and `remove` of plain sets and forms are none."""
    name, text = called_name(call), ast.unparse(call.func)
    if name == "update":
        return ".objects" in text or ".filter" in text
    if name in RELATES:
        return text.count(".") >= 2 and "cleaned" not in text
    return name in WRITES


def parameters(function: ast.FunctionDef) -> set[str]:
    return {
        argument.arg
        for argument in [*function.args.args, *function.args.posonlyargs, *function.args.kwonlyargs]
    }


def verbs(app: str, tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """What this module offers to pages, tasks and imports: every public function that writes or knows who acts."""
    return {
        f"{app}.{node.name}": node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not is_private(node)
        and (writes(node) or "by" in parameters(node))
    }


VERBS: dict[str, ast.FunctionDef] = {}
for module in modules_called("actions"):
    VERBS |= verbs(module.path.split("/")[0], module.tree)
# What leaves a trace when it is called: another verb, or a private part of one that writes the trail.
LEAVES_TRACE = {name.partition(".")[2] for name in VERBS} | {
    node.name
    for source in modules_called("actions")
    for node in source.tree.body
    if isinstance(node, ast.FunctionDef) and any(called_name(call) in TRACES for call in calls(node))
}
CASES = [pytest.param(name, function, id=name) for name, function in VERBS.items()]


def faults(name: str, function: ast.FunctionDef) -> list[str]:
    """What this verb misses of the house rule."""
    found = []
    if function.args.args or function.args.posonlyargs or function.args.vararg:
        found.append("takes arguments by position")
    if "by" not in {argument.arg for argument in function.args.kwonlyargs}:
        found.append("does not say who acts (by)")
    if "transaction.atomic" not in ast.unparse(function):
        found.append("is not atomic")
    asked = {called_name(call) for call in calls(function)} - {function.name}
    if not asked & (TRACES | LEAVES_TRACE) and name not in WITHOUT_TRACE:
        found.append("leaves no trace")
    if not ast.get_docstring(function):
        found.append("has no docstring")
    return found


@pytest.mark.parametrize(("name", "function"), CASES)
def test_a_verb_keeps_the_house_rule(name, function):
    assert faults(name, function) == []


def test_every_exception_is_a_verb_that_exists():
    assert set(WITHOUT_TRACE) <= set(VERBS)


def test_there_are_verbs_in_every_app_that_writes():
    """Else the search above looks in the wrong place and nothing is tested."""
    assert {name.split(".")[0] for name in VERBS} >= {
        "accounts", "documents", "facility", "households", "housing", "matching", "municipalities", "notifications",
        "spread", "vlot",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (
            "@transaction.atomic\ndef open_site(site, *, by):\n  'x'\n  record('a', site, by=by)",
            "by position",
        ),
        ("@transaction.atomic\ndef open_site(*, site):\n  'x'\n  record('a', site, by=None)", "who acts"),
        ("def open_site(*, site, by):\n  'x'\n  record('a', site, by=by)", "not atomic"),
        ("@transaction.atomic\ndef open_site(*, site, by):\n  'x'\n  site.save()", "no trace"),
    ],
)
def test_negative_control_each_fault_is_seen(code, fault):
    ((name, function),) = verbs("proof", ast.parse(code)).items()
    assert any(fault in found for found in faults(name, function))


def test_pages_tasks_and_forms_write_nothing_themselves():
    """Views, forms, rules, figures and notices leave writing to verbs (notices write rows of notifications)."""
    found = [
        f"{module.path}: {ast.unparse(call)[:80]}"
        for kind in ("views", "forms", "rules", "figures", "tasks", "admin")
        for module in modules_called(kind)
        for call in calls(module.tree)
        if called_name(call) in WRITES
        and isinstance(call.func, ast.Attribute)
        and not ast.unparse(call.func).startswith("super()")
    ]
    assert found == []

"""Every verb asks a rule who acts, also when no page did: which hat is refused by which verb, and that none forgets it.

The verbs of supply have their own table (tests/housing/test_verbs_ask_who.py), those of facility and VLOT their own
tests.
"""

import ast
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import RightsReview, SavedFilter
from households import actions as households
from matching import actions as matching
from matching.models import WEIGHTS, Chain, ChainMove, Plan, PlanLine
from notifications import actions as notifications
from notifications.models import Notification
from reporting import actions as reporting
from spread import actions as spread
from tests.asking import who_may
from tests.factories import (
    HouseholdFactory,
    MembershipFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
)
from tests.house.sources import called_name, calls, modules_called
from vlot.guidance import actions as guidance

TODAY = timezone.localdate()
APPS = {
    "accounts": accounts, "guidance": guidance, "households": households, "matching": matching,
    "notifications": notifications, "reporting": reporting, "spread": spread,
}  # fmt: skip


class Things:
    """What the verbs are about, in Gent unless it says otherwise. Each is made when a case asks for it."""

    def __init__(self, hats):
        self.hats = hats
        self.company, self.local, self.neighbour = hats["company"], hats["local"], hats["neighbour"]

    def colleague(self):
        return MembershipFactory(organisation=self.company.organisation)

    def request(self):
        return accounts.ask_to_join(user=UserFactory(), organisation=self.company.organisation, by=None)

    def invitation(self):
        return accounts.invite(
            organisation=self.company.organisation, email="x@proef.example", role="staff", by=self.company
        )

    def review(self):
        return RightsReview.objects.create(
            organisation=self.company.organisation, asked_on=TODAY, lapses_on=TODAY + timedelta(days=30)
        )

    def key(self):
        return accounts.create_service_account(
            name="x", purpose="x", scopes=["figures_read"], ends_on=TODAY + timedelta(days=9), by=self.company
        )[0]

    def filter(self):
        return SavedFilter.objects.create(membership=self.company, list="sites", name="Proef", query="a=b")

    def told(self, **fields):
        return Notification.objects.create(
            organisation=self.company.organisation, subject="Proef", body="Proef", **fields
        )

    def household(self, by="local"):
        return HouseholdFactory(registered_by=self.hats[by].organisation)

    def unit(self, **fields):
        return UnitFactory(site=SiteFactory(), **fields)

    def asked(self):
        """The neighbour asks for a unit in Gent."""
        return matching.propose(
            household=self.household("neighbour"), unit=self.unit(), move_in_on=TODAY, form_token=uuid.uuid4(),
            by=self.neighbour,
        )  # fmt: skip

    def hand_over(self):
        """Gent takes a household of the neighbour in; everything is prepared."""
        over = matching.accept_proposal(proposal=self.asked(), by=self.local).hand_over
        for step in over.steps.all():
            matching.tick_step(
                step=step, done=True, by=self.neighbour if step.side == "giver" else self.local
            )
        return over

    def who_waits(self):
        """Five who find a place only when a couple moves."""
        site = SiteFactory()
        couple = HouseholdFactory(registered_by=self.local.organisation)
        StayFactory(household=couple, unit=UnitFactory(site=site, places=5)).persons.set(couple.persons.all())
        UnitFactory(site=site, places=2)
        return HouseholdFactory(registered_by=self.local.organisation, size=5)

    def chain(self):
        return matching.propose_chain(household=self.who_waits(), on=TODAY, by=self.local)

    def agreed(self):
        chain = self.chain()
        matching.record_consent(
            move=ChainMove.objects.get(chain=chain, position=1), given=True, by=self.local
        )
        return Chain.objects.get(pk=chain.pk)

    def plan(self, *, elsewhere=False):
        """Of the province of Gent, or of all of Flanders."""
        province = None if elsewhere else self.local.organisation.municipality.province
        return Plan.objects.create(name="Proef", province=province, on=TODAY, asked_by=self.hats["abb"].user)

    def lines(self, **where):
        unit = self.unit()
        return [
            PlanLine.objects.create(
                plan=self.plan(**where),
                household=self.household(),
                asked_by=self.local.organisation,
                persons=2,
                unit=unit,
                municipality=unit.site.municipality,
            )
        ]

    def proposal_of(self, household, **more):
        return {
            "household": household, "unit": self.unit(), "move_in_on": TODAY, "form_token": uuid.uuid4(), **more
        }  # fmt: skip


def new_household():
    return {"form_token": uuid.uuid4(), "fields": {"channel": "counter", "wanted_from": TODAY}, "persons": []}


EVERYBODY = "company other_company local reader neighbour governor facility vlot abb"
TOWNS, PLANNERS = "local neighbour", "governor abb"
# verb, with a word on the case where one verb has more: who may, and with what it is called.
TABLE = {
    "accounts.accept_join_request": ("company", lambda t: {"request": t.request(), "role": "staff"}),
    "accounts.decline_join_request": ("company", lambda t: {"request": t.request(), "explanation": "x"}),
    "accounts.end_membership": ("company", lambda t: {"membership": t.colleague()}),
    "accounts.end_membership, one's own": ("reader local", lambda t: {"membership": t.hats["reader"]}),
    "accounts.change_role": ("company", lambda t: {"membership": t.colleague(), "role": "reader"}),
    "accounts.change_role, one's own": ("", lambda t: {"membership": t.company, "role": "reader"}),
    "accounts.set_period": (
        "company",
        lambda t: {"membership": t.colleague(), "ends_on": TODAY + timedelta(days=9)},
    ),
    "accounts.revoke_membership": ("abb", lambda t: {"membership": t.colleague(), "reason": "x"}),
    "accounts.disable_user": ("abb", lambda t: {"user": t.colleague().user, "reason": "x"}),
    "accounts.disable_user, oneself": ("", lambda t: {"user": t.hats["abb"].user, "reason": "x"}),
    "accounts.enable_user": ("abb", lambda t: {"user": t.colleague().user, "reason": "x"}),
    "accounts.invite": (
        "company",
        lambda t: {"organisation": t.company.organisation, "email": "x@proef.example", "role": "staff"},
    ),
    "accounts.withdraw_invitation": ("company", lambda t: {"invitation": t.invitation()}),
    "accounts.confirm_rights": ("company", lambda t: {"review": t.review(), "keep": [], "stop": []}),
    "accounts.create_service_account": (
        "company other_company local neighbour governor facility vlot abb",
        lambda t: {
            "name": "x",
            "purpose": "x",
            "scopes": ["figures_read"],
            "ends_on": TODAY + timedelta(days=9),
        },
    ),
    "accounts.end_service_account": ("company abb", lambda t: {"account": t.key()}),
    "accounts.note_use": (EVERYBODY, lambda t: {"on": TODAY}),
    "accounts.change_organisation": (
        "company",
        lambda t: {"organisation": t.company.organisation, "phone": "09 1"},
    ),
    "accounts.rename_user": ("company", lambda t: {"user": t.company.user, "name": "An"}),
    "accounts.save_filter": (EVERYBODY, lambda t: {"list_name": "sites", "name": "x", "query": "a=b"}),
    "accounts.rename_filter": ("company", lambda t: {"saved": t.filter(), "name": "x"}),
    "accounts.delete_filter": ("company", lambda t: {"saved": t.filter()}),
    "reporting.remember_opened": (
        EVERYBODY,
        lambda t: {"things": [("site", "1")]},
    ),
    "accounts.mail_filter": ("company", lambda t: {"saved": t.filter(), "every": "day"}),
    "notifications.mark_all_read": (EVERYBODY, lambda t: {"notifications": Notification.objects.all()}),
    "notifications.mark_unread": (EVERYBODY, lambda t: {"notifications": Notification.objects.all()}),
    "notifications.choose_notices": (EVERYBODY, lambda t: {"choices": {"offer": "daily"}}),
    "notifications.mark_read": ("company", lambda t: {"notification": t.told()}),
    "notifications.mark_read, for one person": (
        "",
        lambda t: {"notification": t.told(user=t.colleague().user)},
    ),
    "notifications.report_barrier": (EVERYBODY, lambda t: {"text": "x", "page": "", "email": ""}),
    "guidance.note_visit": (EVERYBODY, lambda t: {"at": timezone.now()}),
    "households.register_household": (TOWNS, lambda t: new_household()),
    "households.register_list": (TOWNS, lambda t: {"households": [new_household()]}),
    "households.change_household": ("local", lambda t: {"household": t.household(), "fields": {}}),
    "households.change_person": (
        "local",
        lambda t: {"person": t.household().persons.first(), "fields": {}},
    ),
    "households.register_departure": (
        TOWNS,
        lambda t: {"household": t.household(), "left_on": TODAY, "reason": "abroad"},
    ),
    "households.move_file": (
        "neighbour",
        lambda t: {"household": t.household(), "to": t.neighbour.organisation},
    ),
    "households.wait_again": ("local", lambda t: {"household": t.household(), "wanted_from": TODAY}),
    "households.judge_look_alike": (
        "local",
        lambda t: {
            "household": t.household(),
            "other": t.household(),
            "likeness": ["name"],
            "verdict": "different",
        },
    ),
    "households.judge_look_alike, of another": (
        "",
        lambda t: {
            "household": t.household(),
            "other": t.household("neighbour"),
            "likeness": [],
            "verdict": "different",
        },
    ),
    "matching.propose": ("local", lambda t: t.proposal_of(t.household())),
    "matching.propose, for a government": (
        "local governor abb",
        lambda t: t.proposal_of(t.household(), on_behalf_of=t.local.organisation),
    ),
    "matching.propose, for whom it does not belong to": (
        "",
        lambda t: t.proposal_of(t.household("neighbour"), on_behalf_of=t.local.organisation),
    ),
    "matching.accept_proposal": ("local", lambda t: {"proposal": t.asked()}),
    "matching.refuse_proposal": ("local", lambda t: {"proposal": t.asked(), "reason": "own_need"}),
    "matching.withdraw_proposal": ("neighbour", lambda t: {"proposal": t.asked()}),
    "matching.open_hand_over": ("local", lambda t: {"proposal": t.asked()}),
    "matching.tick_step": (TOWNS, lambda t: {"step": t.hand_over().steps.first(), "done": False}),
    "matching.complete_hand_over": (TOWNS, lambda t: {"hand_over": t.hand_over()}),
    "matching.propose_chain": ("local", lambda t: {"household": t.who_waits(), "on": TODAY}),
    "matching.record_consent": (
        "local",
        lambda t: {"move": t.chain().moves.get(position=1), "given": True},
    ),
    "matching.carry_out_chain": ("local", lambda t: {"chain": t.agreed()}),
    "matching.drop_chain": ("local", lambda t: {"chain": t.chain()}),
    "matching.ask_plan": (
        PLANNERS,
        lambda t: {"name": "x", "level": "units", "province": None, "on": TODAY, "weights": {}, "pins": {}},
    ),
    "matching.cancel_plan": (PLANNERS, lambda t: {"plan": t.plan()}),
    "matching.cancel_plan, of Flanders": ("abb", lambda t: {"plan": t.plan(elsewhere=True)}),
    "matching.choose_lines": (PLANNERS, lambda t: {"lines": t.lines()}),
    "matching.choose_lines, of Flanders": ("abb", lambda t: {"lines": t.lines(elsewhere=True)}),
    "matching.choose_lines, none": (PLANNERS, lambda t: {"lines": []}),
    "matching.skip_lines": (PLANNERS, lambda t: {"lines": t.lines()}),
    "matching.skip_lines, of Flanders": ("abb", lambda t: {"lines": t.lines(elsewhere=True)}),
    "matching.set_weights": (
        "abb",
        lambda t: {"begins_on": TODAY, "today": TODAY, "why": "x", **dict.fromkeys(WEIGHTS, 5)},
    ),
}
# Who may ask, and is told that it is not his to say.
NOT_HIS = (matching.NotYourStep,)


@pytest.mark.django_db
@pytest.mark.parametrize("case", TABLE)
def test_a_verb_refuses_every_hat_that_its_rule_forbids(case, hats):
    may, make = TABLE[case]
    app, _, verb = case.partition(",")[0].partition(".")
    assert who_may(getattr(APPS[app], verb), make(Things(hats)), hats, but=NOT_HIS) == set(may.split())


# --- No verb forgets it ------------------------------------------------------------------------------------------

# Verbs that know who acts and ask nothing of him, each with the reason.
ASKS_NOTHING = {
    **dict.fromkeys(
        (
            "accounts.start_rights_reviews", "accounts.use_key",
            "facility.remind_of_notice", "facility.send_supplier_mail", "households.flag_unusual_looks",
            "households.forget_batch", "households.plan_forgetting", "households.re_erase_household",

            "housing.ask_to_confirm", "housing.fail_import", "housing.fail_state",
            "housing.forget_imports", "housing.forget_visit_drafts",
            "housing.freeze_state", "housing.keep_judgement", "housing.refuse_undo", "housing.remind_of_defects",
            "housing.remind_of_questions", "matching.claim_plan", "matching.expire_proposals", "matching.fail_plan",
            "matching.keep_plan", "matching.remind_of_proposals", "matching.take_up_lines",
            "operations.begin_backup", "operations.begin_drill", "operations.clear_backups",
            "operations.close_abandoned", "operations.end_drill", "operations.fail_backup",
            "operations.finish_backup", "operations.note_alive",
            "housing.tell_about_filter", "notifications.send_digest",
            "notifications.tell_about_invitations", "notifications.tell_about_join_requests",
            "notifications.tell_about_new_devices", "notifications.tell_about_rights_reviews",
            "spread.clear_handled_changes", "spread.publish_week",
            "spread.raise_signals", "spread.recompute", "spread.recompute_changed", "vlot.publish_month",
            "vlot.send_digest",
        ),
        "the clock or a worker asks it, as the system: no page does",
    ),
    **dict.fromkeys(
        (
            "accounts.add_official", "accounts.register_authorities", "municipalities.import_statistics",
            "municipalities.replace_boundaries", "spread.load_published_keys",
            "vlot.load_guides", "vlot.team_of",
        ),
        "who runs the installation asks it by a command: no page does",
    ),
    **dict.fromkeys(
        ("accounts.accept_invitation", "accounts.ask_to_join", "accounts.register_provider"),
        "whoever signed in, with or without a hat, asks it for himself",
    ),
    "accounts.follow_right": "ACM/IDM says it about who signs in, and nobody of the portal",
    "accounts.withdraw_rights": "ACM/IDM says it about who signs in, and nobody of the portal",
    "accounts.note_sign_in": "whoever signed in, with or without a hat; nothing of anybody else changes",
    "accounts.close_back_office": "a part of ending a membership, which asks",
    "accounts.grant_membership": "a part of deciding a request, of registering and of commands, which ask",
    "documents.scan_document": "the clock asks; whether a file is clean is decided by the scanner alone",
    "documents.store_document": "a part of verbs that keep a file with something, which ask",
    "housing.turn_around": "a part of ending a stay, which asks",
}  # fmt: skip


def always(statements: list[ast.stmt]) -> Iterator[ast.Call]:
    """What is called whatever happens: not what stands in the body of an `if` or a loop."""
    for node in statements:
        match node:
            case ast.If(test=looked_at) | ast.While(test=looked_at) | ast.For(iter=looked_at):
                yield from calls(looked_at)
            case ast.With(items=items, body=body):
                for item in items:
                    yield from calls(item)
                yield from always(body)
            case ast.Try(body=body):
                yield from always(body)
            case ast.FunctionDef():
                continue
            case _:
                yield from calls(node)


def functions(sources) -> dict[str, dict[str, ast.FunctionDef]]:
    """Of every app, the functions in its actions."""
    found = defaultdict(dict)
    for path, tree in sources:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[path.split("/")[0]][f"{path}:{node.name}"] = node
    return found


FUNCTIONS = functions((source.path, source.tree) for source in modules_called("actions"))


def insists(
    function: ast.FunctionDef, named: dict[str, list[ast.FunctionDef]], seen: frozenset = frozenset()
):
    """Whether it insists on a rule itself, or always calls a part or another verb that does."""
    names = {called_name(call) for call in always(function.body)}
    return "insist" in names or any(
        insists(other, named, seen | {name})
        for name in names - seen - {function.name}
        for other in named.get(name, [])
    )


def forgetful(by_app) -> set[str]:
    """The verbs that know who acts and do not always insist."""
    named = defaultdict(list)
    for app in by_app.values():
        for function in app.values():
            named[function.name].append(function)
    return {
        f"{app}.{function.name}"
        for app, all_of_it in by_app.items()
        for function in all_of_it.values()
        if not function.name.startswith("_")
        and "by" in {argument.arg for argument in function.args.kwonlyargs}
        and not insists(function, named)
    }


def test_every_verb_insists_on_a_rule_or_says_here_why_it_does_not():
    assert forgetful(FUNCTIONS) == set(ASKS_NOTHING)


def test_who_must_act_is_never_left_out():
    """A verb that takes a hat and never the system has no reason to ask nothing."""
    acts = {
        f"{app}.{function.name}"
        for app, all_of_it in FUNCTIONS.items()
        for function in all_of_it.values()
        for argument in function.args.kwonlyargs
        if argument.arg == "by" and argument.annotation and ast.unparse(argument.annotation) == "Membership"
    }
    assert len(acts) > 150
    assert acts & set(ASKS_NOTHING) == set()


@pytest.mark.parametrize(
    ("code", "forgets"),
    [
        ("def close(*, by):\n  insist(by, rules.may_close(by))", False),
        ("def close(*, by):\n  _close(by)\ndef _close(by):\n  insist(by, True)", False),
        ("def close(*, by):\n  site.close()", True),
        ("def close(*, by):\n  if site:\n    insist(by, True)", True),
        ("def close(*, by):\n  for site in sites:\n    insist(by, True)", True),
    ],
)
def test_negative_control_what_asks_sometimes_is_seen(code, forgets):
    assert forgetful(functions([("proof/actions.py", ast.parse(code))])) == (
        {"proof.close"} if forgets else set()
    )

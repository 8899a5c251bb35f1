"""What the clock asks of the workers, which, and when (Europe/Brussels). Numbers are seconds between two times."""

from celery.schedules import crontab

# A plan takes a processor for minutes: it has a queue and a worker of its own, and no mail waits behind it.
CELERY_TASK_ROUTES = {
    "matching.tasks.make_plans": {"queue": "plans"},
    "operations.tasks.note_planner": {"queue": "plans"},
}

CELERY_BEAT_SCHEDULE = {
    "fetch-mail-of-vlot": {"task": "vlot.tasks.fetch_mail", "schedule": 120},
    "deliver-notifications": {"task": "notifications.tasks.deliver_notifications", "schedule": 30},
    # In the morning of whoever reads it; what a worker could not do goes on half an hour later.
    "send-digests": {
        "task": "notifications.tasks.send_digests",
        "schedule": crontab(hour="7-11", minute="5,35"),
    },
    "tell-about-filters": {
        "task": "housing.tasks.tell_about_filters",
        "schedule": crontab(hour="7-11", minute="15,45"),
    },
    "scan-documents": {"task": "documents.tasks.scan_waiting", "schedule": 15},
    "seal-days": {"task": "audit.tasks.seal_days", "schedule": crontab(minute="20")},
    "flag-unusual-looks": {
        "task": "households.tasks.flag_unusual_looks",
        "schedule": crontab(hour="4", minute="40"),
    },
    "start-rights-reviews": {
        "task": "accounts.tasks.start_rights_reviews",
        "schedule": crontab(hour="6", minute="10"),
    },
    # Monday to Wednesday: what is not done in a night goes on in the next.
    "forget-what-is-due": {
        "task": "households.protection.tasks.forget_what_is_due",
        "schedule": crontab(hour="1-5", minute="*/2", day_of_week="mon-wed"),
    },
    "remind-of-notice": {
        "task": "facility.tasks.remind_of_notice",
        "schedule": crontab(hour="7", minute="50"),
    },
    "send-supplier-mails": {"task": "facility.tasks.send_supplier_mails", "schedule": 30},
    "recompute-changed-municipalities": {"task": "spread.tasks.recompute_changed", "schedule": 5},
    "recompute-all-municipalities": {
        "task": "spread.tasks.recompute_all",
        "schedule": crontab(hour="2", minute="30"),
    },
    "raise-signals": {"task": "spread.tasks.raise_signals", "schedule": crontab(hour="4", minute="0")},
    "publish-open-data": {
        "task": "spread.tasks.publish_week",
        "schedule": crontab(hour="6-22", minute="0", day_of_week="mon"),
    },
    "ask-to-confirm-sites": {
        "task": "housing.tasks.ask_to_confirm",
        "schedule": crontab(hour="7", minute="30"),
    },
    "work-on-imports": {"task": "housing.tasks.work_on_imports", "schedule": 10},
    "freeze-states": {"task": "housing.tasks.freeze_states", "schedule": crontab(minute="*/5")},
    "forget-imports": {"task": "housing.tasks.forget_imports", "schedule": crontab(hour="3", minute="10")},
    "remind-of-questions": {
        "task": "housing.tasks.remind_of_questions",
        "schedule": crontab(hour="7", minute="40"),
    },
    "remind-of-defects": {
        "task": "housing.tasks.remind_of_defects",
        "schedule": crontab(hour="7", minute="45"),
    },
    "forget-visit-drafts": {
        "task": "housing.tasks.forget_visit_drafts",
        "schedule": crontab(hour="3", minute="20"),
    },
    "remind-of-proposals": {"task": "matching.tasks.remind_of_proposals", "schedule": crontab(minute="*/10")},
    "take-up-lines": {"task": "matching.tasks.take_up_lines", "schedule": 30},
    "make-plans": {"task": "matching.tasks.make_plans", "schedule": 30},
    "publish-month-of-vlot": {
        "task": "vlot.oversight.tasks.publish_month",
        "schedule": crontab(hour="5", minute="20"),
    },
    "send-guidance-digest": {
        "task": "vlot.guidance.tasks.send_digest",
        "schedule": crontab(hour="8-18", minute="15", day_of_month="1"),
    },
    # Signs of life, through broker and worker; one that waited longer than a minute says nothing any more.
    "note-worker": {"task": "operations.tasks.note_worker", "schedule": 60, "options": {"expires": 55}},
    "note-planner": {"task": "operations.tasks.note_planner", "schedule": 60, "options": {"expires": 1_500}},
    "expire-proposals": {"task": "matching.tasks.expire_proposals", "schedule": crontab(minute="*/5")},
}

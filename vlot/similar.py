"""Earlier calls that are about the same, by the words of their questions and answers."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from accounts.models import Membership
from vlot.models import Intervention

MOST_WORDS, SHOWN, LEAST_RANK = 40, 5, 0.002


def similar_calls(intervention: Intervention, by: Membership) -> QuerySet[Intervention]:
    """At most five closed calls that this reader may see, the most alike first.

    Any of the first forty words of the question counts, stemmed as Dutch by PostgreSQL (`ts_rank` over the stored
    vector, divided by 1 + the logarithm of the length of the text). One word of a long question is too little.
    """
    words = list(dict.fromkeys(re.findall(r"[^\W\d_]{3,}", intervention.question.lower())))[:MOST_WORDS]
    if not words:
        return Intervention.objects.none()
    query = SearchQuery(" | ".join(words), search_type="raw", config="dutch")
    return (
        Intervention.objects.visible_to(by)
        .filter(status=Intervention.Status.CLOSED, search=query)
        .exclude(pk=intervention.pk)
        .select_related("municipality")
        .annotate(rank=SearchRank(F("search"), query, normalization=1))
        .filter(rank__gte=LEAST_RANK)
        .order_by("-rank", "-closed_at", "pk")[:SHOWN]
    )

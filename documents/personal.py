"""What files hold of people (audit.processing)."""

from audit.processing import Held, Processing

PROCESSINGS = (
    Processing(
        code="documents",
        name="Bestanden",
        whose="wie in een document of op een foto voorkomt",
        purpose="Bewaren wat bij een aanbod, een locatie, een oproep of een factuur hoort.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Wie het dossier ziet waar het bestand bij hoort",
        kept="Zolang het dossier waar het bij hoort. Foto’s worden ontdaan van plaats en toestel.",
    ),
)
# A file goes with the thing that it belongs to: no file belongs to a household.
HELD = (Held("documents.Document", "documents", {"name": "gewist", "file": ""}),)

"""Documentation that cannot lie: written from the code by `manage.py generate_docs`, compared in the checks."""

from collections.abc import Callable

from config.generated_docs import access, accessibility, asvs, data_model, processing, workflows

DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/access.md": access.document,
    "docs/accessibility.md": accessibility.document,
    "docs/asvs.md": asvs.document,
    "docs/data-model.md": data_model.document,
    "docs/processing-register.md": processing.document,
    "docs/workflows.md": workflows.document,
}

"""Form field for one or more files, each checked by its bytes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.files import (
    ACCEPT,
    ALLOWED_WORDS,
    MAX_MEGABYTES,
    CheckedFile,
    check_file,
)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CheckedFilesField(forms.FileField):
    """Cleans to a list of CheckedFile; every wrong file is named in the error."""

    widget = FilesInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"{ALLOWED_WORDS.capitalize()}, elk hoogstens {MAX_MEGABYTES} MB.")
        kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("accept", ACCEPT)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """An input for several files sends an empty list when none was chosen."""
        return bool([upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload])

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        checked, problems = [], []
        for upload in uploads:
            try:
                checked.append(check_file(upload))
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return checked

"""What people may type about the portal itself."""

from django import forms

from accounts.bots import ForPeople


class BarrierForm(ForPeople):
    """What somebody cannot use. Open to all, and an address only for who wants an answer."""

    text = forms.CharField(
        label="Wat lukt niet?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Zeg wat u wilde doen en wat er gebeurde. Noem geen namen of gegevens van anderen.",
    )
    page = forms.CharField(label="Op welke pagina?", max_length=200, required=False)
    email = forms.EmailField(
        label="Uw e-mailadres",
        required=False,
        help_text="Alleen als u een antwoord wilt.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

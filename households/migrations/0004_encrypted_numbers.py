"""The certificate and national numbers of persons are encrypted, in the table, in its history and in merges."""

import django.core.validators
from django.db import migrations, models

import audit.encrypted_field
from audit.together import Together
from households.migrations._numbers import decrypt_numbers, encrypt_numbers


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0003_first_look_rules"),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(
                    model_name="person",
                    name="person_certificate_unique",
                ),
                migrations.RemoveConstraint(
                    model_name="person",
                    name="person_national_number_unique",
                ),
                migrations.AlterField(
                    model_name="person",
                    name="certificate_number",
                    field=audit.encrypted_field.EncryptedCharField(
                        blank=True,
                        max_length=20,
                        purpose="person.certificate_number",
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z./ -]+$", "Gebruik alleen cijfers, letters, punten en streepjes."
                            )
                        ],
                        verbose_name="nummer attest tijdelijke bescherming",
                    ),
                ),
                migrations.AlterField(
                    model_name="person",
                    name="national_number",
                    field=audit.encrypted_field.EncryptedCharField(
                        blank=True,
                        max_length=11,
                        purpose="person.national_number",
                        verbose_name="rijksregister- of bisnummer",
                    ),
                ),
                migrations.AlterField(
                    model_name="personevent",
                    name="certificate_number",
                    field=audit.encrypted_field.EncryptedCharField(
                        blank=True,
                        max_length=20,
                        purpose="person.certificate_number",
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z./ -]+$", "Gebruik alleen cijfers, letters, punten en streepjes."
                            )
                        ],
                        verbose_name="nummer attest tijdelijke bescherming",
                    ),
                ),
                migrations.AlterField(
                    model_name="personevent",
                    name="national_number",
                    field=audit.encrypted_field.EncryptedCharField(
                        blank=True,
                        max_length=11,
                        purpose="person.national_number",
                        verbose_name="rijksregister- of bisnummer",
                    ),
                ),
                migrations.RunPython(encrypt_numbers, decrypt_numbers),
                migrations.AddField(
                    model_name="person",
                    name="certificate_number_index",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("certificate_number"),
                            models.Value(":"),
                            models.Value(5),
                            function="split_part",
                            output_field=models.TextField(),
                        ),
                        output_field=models.CharField(max_length=64),
                        verbose_name="zoeksleutel van het attestnummer",
                    ),
                ),
                migrations.AddField(
                    model_name="person",
                    name="national_number_index",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("national_number"),
                            models.Value(":"),
                            models.Value(5),
                            function="split_part",
                            output_field=models.TextField(),
                        ),
                        output_field=models.CharField(max_length=64),
                        verbose_name="zoeksleutel van het rijksregisternummer",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("certificate_number_index", ""), _negated=True),
                        fields=("certificate_number_index",),
                        name="person_certificate_unique",
                        violation_error_message="Er is al iemand geregistreerd met dit attestnummer.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("national_number_index", ""), _negated=True),
                        fields=("national_number_index",),
                        name="person_national_number_unique",
                        violation_error_message="Er is al iemand geregistreerd met dit rijksregister- of bisnummer.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("certificate_number__encrypted", True)),
                        name="person_certificate_encrypted",
                        violation_error_message="Een attestnummer wordt alleen versleuteld bewaard.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("national_number__encrypted", True)),
                        name="person_national_number_encrypted",
                        violation_error_message="Een rijksregisternummer wordt alleen versleuteld bewaard.",
                    ),
                ),
            ]
        ),
    ]

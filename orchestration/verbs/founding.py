"""Founding: a new house from a template, and the fictional house.

Belongs here: first files. Not here: keys (`assets.lake.keys`), what the fictional house says (`assets.synthesis`).
"""

from pathlib import Path

from assets.lake import InputError

TEMPLATE = {
    "house.yaml": """\
name: {name}
title: {name}                    # how release pages call this house
controller: CHANGE ME            # the legal controller: keys and ids are bound to it, set it before the first run
steward: data@example.com        # who answers for the data
as_of: today                     # the date consent, embargo and retention are judged by
languages: [en, fr, it]          # languages with measured recognisers; others stay in the vault
inbox: inbox                     # where files arrive: a folder (relative to the home) or s3://bucket/prefix
""",
    "lake.yaml": """\
# One url and one credential per zone. Relative folders lie in the home. For S3:
#   vault: {{url: "s3://bucket/vault", endpoint_env: VAULT_ENDPOINT, key_env: VAULT_KEY, secret_env: VAULT_SECRET}}
zones:
  landing: {{url: lake/landing}}
  vault: {{url: lake/vault}}
  clean: {{url: lake/clean}}
  releases: {{url: lake/releases}}
  ledger: {{url: lake/ledger}}
""",
    "contracts/.keep": "",
    "recipes/.keep": "",
    "policies/.keep": "",
    "vocabulary/secrets.txt": "# names that must never leave the vault: formulas, suppliers, unreleased lines; one a line\n",
    "vocabulary/authorities.txt": "# persons of public role whose names are kept: designers, artists, authors; one a line\n",
    "vocabulary/catalogue.txt": "# product names, materials and brands that are never personal data; one a line\n",
}


def found_house(folder: Path) -> list[str]:
    """Write the template's files that are missing. Returns their names."""
    made = []
    name = folder.resolve().name.lower().replace(" ", "-")
    for file, text in TEMPLATE.items():
        path = folder / file
        if path.exists() or (file.endswith(".keep") and path.parent.exists()):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name=name) if text else "")
        made.append(file)
    return made


def fictional_house(out: Path, seed: int, scale: float, like: Path | None = None) -> dict:
    """Write the fictional house, or a fictional twin of the contracts under `like`. Returns counts.

    What lay there must be an earlier fictional house: nothing else is replaced.
    """
    if not 0 < scale <= 10_000:
        raise InputError(f"The scale {scale} is not possible; give a number above 0 and at most 10,000.")
    if (out / "landing").exists() and not (out / "truth").is_dir():
        raise InputError(f"{out / 'landing'} holds files that are not the fictional house's; name an empty folder.")
    if like is not None:
        from assets.synthesis.twin import write_twin

        return write_twin(like, out, seed, scale)
    from assets.synthesis.house import write_house

    return write_house(out, seed, scale)

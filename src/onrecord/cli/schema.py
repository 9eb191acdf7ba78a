"""`onrecord schema`: the JSON Schema of what is printed."""

import click

from onrecord.cli.common import write_bytes


@click.command("schema")
@click.option("--dossier", is_flag=True, help="That of a dossier, as `compare --json` prints it.")
def schema_command(dossier: bool) -> None:
    """Print the JSON Schema of a record."""
    from onrecord.schema import make_dossier_schema, make_schema

    write_bytes((make_dossier_schema() if dossier else make_schema()).encode())

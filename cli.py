"""The command line: puts the commands together and turns errors into messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from extractor.commands import exporting, importing, judging, knowledge, looking, reviewing

EXIT_CRASH = 70
"""A defect of styrkort itself."""
EXIT_INTERRUPTED = 130

_EPILOG = """\b
Exit codes: 0 all well · 1 partly (a file failed, a finding, a wrong value) · 2 wrong use ·
3 a pattern or mapping file is wrong · 4 the archive cannot be used · 5 not found · 6 nobody to read ·
70 a defect · 130 interrupted
"""


class _Group(click.Group):
    """Commands in the order of a user's work."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(
    cls=_Group,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="styrkort", prog_name="styrkort")
def cli() -> None:
    """Get decades of goal follow-up out of Swedish report archives: scorecards, series, findings, CSV."""


for _command in (
    importing.import_,
    looking.list_,
    looking.show,
    looking.series,
    looking.plot,
    judging.check,
    reviewing.review,
    reviewing.add_row,
    judging.decide,
    judging.decisions_,
    exporting.export,
    exporting.report,
    judging.evaluate,
    knowledge.patterns,
    looking.explain,
    importing.doctor,
):
    cli.add_command(_command)


def main(argv: list[str] | None = None) -> None:
    """Run a command line and exit: the only place that turns errors into messages and exit codes."""
    sys.exit(_run(lambda: cli.main(argv, prog_name="styrkort", standalone_mode=False)))


def _run(command: Callable[[], int | None]) -> int:
    from extractor.errors import StyrkortError

    try:
        return command() or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "Interrupted; everything finished so far is stored. Run the same command to continue.", err=True
        )
        return EXIT_INTERRUPTED
    except StyrkortError as error:
        click.echo(f"styrkort: {error.what}", err=True)
        if error.next_step:
            click.echo(f"  {error.next_step}", err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (`| head`); nothing is left to say
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost frame: a defect gets its own exit code
        import traceback

        traceback.print_exc()
        click.echo(
            f"styrkort: this is a defect ({type(error).__name__}); nothing already stored is lost.", err=True
        )
        return EXIT_CRASH


if __name__ == "__main__":
    main()

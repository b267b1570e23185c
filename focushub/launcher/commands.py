"""What `python3 -m focushub` understands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from focushub.launcher import bench, checks, run
from focushub.launcher.datafolder import DEFAULT_NAME
from focushub.launcher.errors import Interrupted, LaunchError, sentence_for

CHECKOUT = Path(__file__).resolve().parents[2]
FAILURE = 1
# What a shell reports of a command that Ctrl-C ended.
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Returns: the exit code; 1 with one sentence where something is wrong, 2 for a wrong usage."""
    options = parser().parse_args(arguments)
    try:
        return _carry_out(options)
    except LaunchError as error:
        _tell(str(error))
    except OSError as error:
        _tell(sentence_for(error))
    except (Interrupted, KeyboardInterrupt):
        return INTERRUPTED
    return FAILURE


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python3 -m focushub", description="FocusHub's commands.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    start = commands.add_parser("run", help="start everything; Ctrl-C stops it")
    start.add_argument("--port", type=_port, default=8000, help="of the web server (8000)")
    start.add_argument(
        "--data",
        type=Path,
        default=CHECKOUT / DEFAULT_NAME,
        help=f"the folder that keeps the data ({DEFAULT_NAME} in the checkout)",
    )

    check = commands.add_parser("test", help="all that CI checks, the quickest first")
    check.add_argument("--only", choices=checks.GROUPS, help="one group of the checks")
    check.add_argument("paths", nargs="*", help="tests to run, and nothing else")

    measure = commands.add_parser("bench", help="measure: " + ", ".join(bench.names(CHECKOUT)))
    measure.add_argument("name", choices=bench.names(CHECKOUT))
    measure.add_argument("options", nargs=argparse.REMAINDER, help="for the benchmark itself")

    camera = commands.add_parser("pictures", help="take the pictures of the README anew")
    camera.add_argument(
        "--folder",
        type=Path,
        default=CHECKOUT / "docs" / "pictures",
        help="where they go (docs/pictures in the checkout)",
    )
    return top


def _carry_out(options: argparse.Namespace) -> int:
    if options.command == "run":
        run.run(checkout=CHECKOUT, data=options.data, port=options.port)
        return 0
    if options.command == "test":
        return checks.run_checks(checkout=CHECKOUT, only=options.only, paths=options.paths)
    if options.command == "pictures":
        return bench.pictures(checkout=CHECKOUT, folder=options.folder)
    return bench.bench(checkout=CHECKOUT, name=options.name, options=options.options)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 1 to 65535")
    return int(text)


def _tell(sentence: str) -> None:
    print(f"focushub: {sentence}", file=sys.stderr, flush=True)

"""How the command line is parsed and described: errors with suggestions, commands in groups, help."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from shutil import get_terminal_size
from typing import Any, NoReturn

from ..dates import DAY_PATTERN
from ..notations import likely_days
from ..suggestions import did_you_mean
from .page import wrapped
from .streams import flush, safe_to_print, write


class Parser(argparse.ArgumentParser):
    """An argument parser whose messages are safe to print although they repeat the input, and have suggestions."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit with 2."""
        super().error(safe_to_print(message))

    def print_help(self, file: object = None) -> None:  # noqa: ARG002  # the signature of argparse
        """Print the help; unlike argparse, raise ``OSError`` if that is impossible."""
        write(self.format_help())
        flush()

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is not one of the choices."""
        if action.choices is not None and value not in action.choices:
            known = [*action.choices]
            name = "a command" if action.dest == "command" else f"a valid value for {_name_of(action)}"
            near = did_you_mean(str(value), known)
            self.error(f'"{value}" is not {name}. Expected one of {", ".join(known)}.{near}')


def _name_of(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or (action.metavar if isinstance(action.metavar, str) else action.dest)


def options_of(known: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options that arguments set; print what is wrong, and exit with 2, if they are not valid.

    Args:
        known: The parser of all commands.
        arguments: The arguments after the name of the program; those of the process by default.

    Example:
        >>> from csto_data.cli.commands import parser
        >>> options_of(parser(), ["search", "airport", "--limit", "3", "Almaty"]).text
        ['airport', 'Almaty']
    """
    if "_ARGCOMPLETE" in os.environ:
        import_module("argcomplete").autocomplete(known)
    options, unknown = known.parse_known_args(arguments)
    more = getattr(options, "more", None)
    if more and not any(argument.startswith("-") for argument in unknown):
        getattr(options, more).extend(unknown)
    elif unknown:
        command = known if options.command is None else _commands_of(known)[options.command]
        if (action := getattr(options, "action", None)) is not None:
            command = _commands_of(command, "action")[action]
        command.error(f"Unknown {_unknown(command, unknown)}")
    return options


def _commands_of(known: argparse.ArgumentParser, dest: str = "command") -> Mapping[str, argparse.ArgumentParser]:
    """Return the parsers of the commands, or of the actions of one, by name."""
    choices: Any = next(action.choices for action in known._actions if action.dest == dest)  # noqa: SLF001
    found: Mapping[str, argparse.ArgumentParser] = choices
    return found


def _unknown(command: argparse.ArgumentParser, arguments: Sequence[str]) -> str:
    """Return what is unknown about arguments, with what was probably meant."""
    known = [name for action in command._actions for name in action.option_strings]  # noqa: SLF001
    first = arguments[0]
    if first.startswith("-"):
        name = first.partition("=")[0]
        return f'option "{name}". Expected one of {", ".join(known)}.{did_you_mean(name, known)}'
    days = likely_days(first) or ((first,) if re.fullmatch(DAY_PATTERN, first) else ())
    option = next((name for name in ("--on", "--from") if name in known), "")
    near = (
        f" Did you mean {' or '.join(f'{chr(34)}{option} {day}{chr(34)}' for day in days)}?" if days and option else ""
    )
    return f'argument "{" ".join(arguments)}".{near}'


class Help(argparse.RawDescriptionHelpFormatter):
    """Help of at most 100 columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(get_terminal_size().columns, 100) - 1)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Return a description; lines with an indent, such as examples, are not wrapped."""
        lines = (line if line.startswith(" ") else wrapped(line, width) for line in text.splitlines())
        return "\n".join(f"{indent}{line}" for line in lines)


class Commands:
    """The commands, in groups by purpose."""

    def __init__(self, usage: str) -> None:
        self.parser = Parser(prog="csto-data", formatter_class=Help, usage=usage)
        self.commands: Any = self.parser.add_subparsers(
            metavar="COMMAND", dest="command", help=argparse.SUPPRESS, prog="csto-data"
        )
        self.groups: dict[str, list[tuple[str, str]]] = {}

    def add(self, group: str, name: str, function: str, help: str, example: str) -> argparse.ArgumentParser:
        """Add a command.

        Args:
            group: Its group in the help.
            name: Its name.
            function: The module and name of its function, which is imported when the command runs.
            help: What it does, without a full stop.
            example: A command to try.
        """
        self.groups.setdefault(group, []).append((name, help))
        command: argparse.ArgumentParser = self.commands.add_parser(
            name,
            description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example:\n  csto-data {example}",
            formatter_class=Help,
        )
        command.set_defaults(function=function)
        return command

    def described(self, program: str) -> str:
        """Return the description of the program, with all commands.

        Args:
            program: What the program is, in a sentence.
        """
        parts = [program]
        width = max(len(name) for group in self.groups.values() for name, _ in group)
        for group, commands in self.groups.items():
            lines = (f"  {name:{width}}  {help}" for name, help in commands)
            parts.append("\n".join([f"{group}:", *lines]))
        return "\n\n".join(parts)

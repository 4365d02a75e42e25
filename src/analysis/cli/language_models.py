"""Options that several commands have: which language model is asked, how, and what it may spend."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from analysis.cli.bounds import SECONDS

if TYPE_CHECKING:  # they take their time to load
    from analysis.coding.llm.budget import Prices
    from analysis.coding.llm.client import Server
    from analysis.coding.llm.requests import ModelSettings
Command = TypeVar("Command", bound=Callable[..., Any])


class Amount(click.types.FloatParamType):
    """An amount of money; neither nan nor inf is one."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, which is neither below 0 nor more than a billion."""
        try:
            amount = float(value)
        except ValueError:
            amount = -1.0
        if not 0 <= amount <= 1e9:  # nan is in no range
            self.fail(f"{value!r} is not an amount; give for example 0.5", param, ctx)
        return amount


AMOUNT = Amount()
OPTIONS = (
    click.option("--endpoint", default="", metavar="URL", help="A server with the OpenAI chat API: a language model."),
    click.option("--model", default="", metavar="NAME", help="The model that the server is to use."),
    click.option("--temperature", type=click.FloatRange(0, 2), default=0.0, show_default=True),
    click.option("--max-tokens", type=click.IntRange(16, 32768), default=800, show_default=True, help="Of one answer."),
    click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Sent to the server."),
    click.option(
        "--run",
        type=click.IntRange(1, 99),
        default=1,
        show_default=True,
        help="Number of this run; run N sends seed + N - 1.",
    ),
    click.option("--timeout", type=SECONDS, default=120.0, help="Seconds an answer (default: 120)."),
    click.option("--price-in", type=AMOUNT, default=0.0, help="Price of a million tokens sent."),
    click.option("--price-out", type=AMOUNT, default=0.0, help="Price of a million tokens answered."),
    click.option(
        "--cap", type=AMOUNT, help="The most that this run may spend, above 0; needs prices (default: no cap)."
    ),
)


class AskedModel(NamedTuple):
    """A language model that the command asks."""

    server: "Server"
    settings: "ModelSettings"
    prices: "Prices"


def choose_model(command: Command) -> Command:
    """Give the command the options of a language model."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_asked_model(options: dict[str, Any]) -> AskedModel | None:
    """The model that the options name; None where they name none. Raises InputError where they do not fit."""
    from analysis.coding.llm.budget import Prices
    from analysis.coding.llm.client import Server
    from analysis.coding.llm.keys import KEY, holds_key, read_key
    from analysis.coding.llm.requests import ModelSettings
    from analysis.errors import InputError

    if bool(options["endpoint"]) != bool(options["model"]):
        raise InputError("a language model needs both --endpoint URL and --model NAME; give the other one")
    if not options["endpoint"]:
        return None
    if options["cap"] == 0:
        raise InputError("--cap 0: nothing could be asked; give an amount above 0, or no --cap at all")
    prices = Prices(options["price_in"], options["price_out"], options["cap"] or 0.0)
    if prices.cap and not (prices.prompt or prices.answer):
        raise InputError("--cap needs prices to count with; give --price-in and --price-out")
    server = Server(options["endpoint"], options["timeout"])
    _ = server.url, read_key()  # what cannot be an address or a key is refused before anything else
    if holds_key(options["model"]):
        raise InputError(f"--model: holds the key; give it in {KEY} only")
    return AskedModel(server, ModelSettings(*(options[name] for name in ModelSettings._fields)), prices)

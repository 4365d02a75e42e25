"""A progress bar on a terminal."""

from typing import Any


def open_bar(total: int, *, unit: str, **options: Any) -> Any:
    """tqdm's bar as wide as the terminal, without the thread that would look after bars that stand still."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0
    return tqdm(total=total, unit=unit, dynamic_ncols=True, **options)

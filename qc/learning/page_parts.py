"""Figures as Markdown: a table, and a value with its interval."""

from collections.abc import Iterable, Mapping, Sequence

Row = Sequence[object]


def table(head: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def interval(figure: Mapping[str, float | None]) -> str:
    """`0.921 (0.86-0.97)`, and the range of the members where there is one."""
    value, low, high = (figure[name] for name in ("value", "low", "high"))
    if value is None:
        return "not defined"
    text = f"{value:.3f} ({low:.2f}-{high:.2f})"
    return f"{text}, {figure['least']:.3f}-{figure['greatest']:.3f}" if "least" in figure else text


def signed_interval(difference: Mapping[str, float | None]) -> str:
    """`+0.012 (-0.010 to +0.034)`."""
    value, low, high = (difference[name] for name in ("value", "low", "high"))
    return "not defined" if value is None else f"{value:+.3f} ({low:+.3f} to {high:+.3f})"

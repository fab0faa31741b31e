"""Lists the benchmarks, or runs one and prints its table: median, 95th percentile, maximum, and ratio to the first row.

A number that a benchmark's `run` takes is an option of that benchmark (`script/bench console --exams 5`).
"""

import argparse
import ast
import importlib
import inspect
import json
import os
import pkgutil
import platform
import sys
from pathlib import Path

import numpy as np

import bench
from bench._report import Report, Samples

Row = dict[str, str | float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__, add_help=False)
    parser.add_argument("name", nargs="?", choices=names())
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there too")
    arguments, rest = parser.parse_known_args()
    if arguments.name is None:
        print("\n".join(f"{name:14}{describe(name)}" for name in names()))
        return
    run = importlib.import_module(f"bench.{module_of(arguments.name)}").run
    options = argparse.ArgumentParser(prog=f"script/bench {arguments.name}", description=run.__doc__)
    for option in inspect.signature(run).parameters.values():
        options.add_argument(f"--{option.name}", type=int, default=option.default, help=f"{option.default} if not said")
    report: Report = run(**vars(options.parse_args(rest)))
    rows = summarise(report.samples)
    print("\n".join([format_table(rows), *report.notes]))
    if arguments.json:
        told = {"benchmark": arguments.name, "machine": describe_machine(), "rows": rows, "notes": report.notes}
        arguments.json.write_text(json.dumps(told, indent=1))


def names() -> list[str]:
    modules = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]
    return [name.replace("_", "-") for name in modules]


def module_of(name: str) -> str:
    return name.replace("-", "_")


def describe(name: str) -> str:
    """The first line of the benchmark's own description, read without what it needs to run."""
    source = (Path(__file__).parent / f"{module_of(name)}.py").read_text()
    return (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]


def summarise(samples: Samples) -> list[Row]:
    reference = float(np.median(next(iter(samples.values()))))
    return [
        {
            "row": name,
            "samples": len(values),
            "median_ms": round(float(np.median(values)) * 1000, 1),
            "p95_ms": round(float(np.percentile(values, 95)) * 1000, 1),
            "max_ms": round(float(np.max(values)) * 1000, 1),
            "ratio": round(float(np.median(values)) / reference, 3),
        }
        for name, values in samples.items()
    ]


def format_table(rows: list[Row]) -> str:
    head = f"{'':44}{'samples':>9}{'median ms':>12}{'p95 ms':>10}{'max ms':>10}{'ratio':>8}"
    lines = [
        f"{row['row']:44}{row['samples']:>9}{row['median_ms']:>12}{row['p95_ms']:>10}{row['max_ms']:>10}{row['ratio']:>8}"
        for row in rows
    ]
    return "\n".join([head, *lines])


def describe_machine() -> dict[str, str | int | None]:
    return {"cores": os.cpu_count(), "system": platform.platform(), "python": sys.version.split()[0]}


if __name__ == "__main__":
    main()

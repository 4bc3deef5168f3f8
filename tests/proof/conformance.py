"""Every page of the built sites is conforming HTML, by the Nu checker (vnu-jar, the checker of validator.w3.org).

Builds the demonstration and the real catalogue and gives all pages of each to the checker at once. Prints errors and
warnings by message with a page for each; errors must be none. The checker comes from npm into .cache/node, once, and
needs Java; without them the proof says so and ends with 2.

    python -m tests.proof conformance
    python -m tests.proof conformance --site /tmp/site
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.proof._ground import (
    DEMONSTRATION,
    PROJECT,
    CannotRun,
    build,
    cannot_run,
    catalogue,
    parser,
    scratch,
    sound,
    table,
    verdict,
)  # fmt: skip

NODE = PROJECT / ".cache" / "node"
JAR = NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--site", type=Path, help="check this built site and build none")
    asked.add_argument("--memory", default="2g", help="what Java may use (default: 2g)")
    asked.add_argument("--no-search", action="store_true", help="build without the search bundle")
    given = asked.parse_args(argv)
    try:
        jar = checker()
        if given.site:
            return verdict(list(faults_of(given.site, jar, given.memory)), "every page is conforming HTML")
        folders = dict.fromkeys([DEMONSTRATION, catalogue(given.content)])
    except CannotRun as error:
        return cannot_run(error)
    faults: list[str] = []
    for folder in folders:
        with scratch() as place:
            options = ["--no-cache", *(["--no-search"] if given.no_search else [])]
            sound(build(folder, place / "site", *options), f"the build of {folder}")
            print(f"{folder}")
            faults += faults_of(place / "site", jar, given.memory)
    return verdict(faults, "every page is conforming HTML")


def checker() -> Path:
    """The checker, fetched from npm when it is not there yet."""
    if not shutil.which("java"):
        raise CannotRun(
            "there is no Java, which the HTML checker needs; 'apt-get install default-jre-headless' brings it"
        )
    if not JAR.is_file():
        if not shutil.which("npm"):
            raise CannotRun(
                f"the HTML checker is not at {JAR}, and there is no npm to fetch it; 'apt-get install npm' brings it"
            )
        NODE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(NODE), "vnu-jar"]
        fetched = subprocess.run(command, capture_output=True, text=True)
        if fetched.returncode or not JAR.is_file():
            raise CannotRun(f"npm could not fetch the HTML checker: {fetched.stderr.strip()[-400:]}")
    return JAR


def faults_of(site: Path, jar: Path, memory: str) -> Iterator[str]:
    """Errors of all pages, one for each message; prints counts of errors and warnings."""
    pages = sorted(path for path in site.rglob("*.html"))
    start = time.perf_counter()
    command = [
        "java",
        f"-Xmx{memory}",
        "-Xss8m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        *map(str, pages),
    ]
    if (
        sum(map(len, command)) > 1_500_000
    ):  # more names than a command may have: the folder alone, with all that is in it
        command = [*command[: -len(pages)], "--skip-non-html", str(site)]
    checked = subprocess.run(command, capture_output=True, text=True)
    if checked.returncode:
        raise AssertionError(f"the checker ended with {checked.returncode}: {checked.stderr[-2000:]}")
    messages = json.loads(checked.stdout)["messages"]
    rows = Counter((_kind(message), _message(message)) for message in messages)
    examples = {(_kind(message), _message(message)): _place(message, site) for message in reversed(messages)}
    size = sum(path.stat().st_size for path in pages)
    print(f"\n{len(pages):,} pages, {size:,} bytes, checked in {time.perf_counter() - start:.0f} s\n")
    kinds = Counter(_kind(message) for message in messages)
    table(
        [(kind, kinds[kind], len({m for k, m in rows if k == kind})) for kind in ("error", "warning", "info")],
        "kind",
        "messages",
        "distinct",
    )
    print()
    for (kind, message), count in rows.most_common(40):
        print(f"{kind}: {count} times: {message}\n    {examples[kind, message]}")
    print()
    yield from (
        f"{message} ({count} times, {examples[kind, message]})"
        for (kind, message), count in rows.items()
        if kind == "error"
    )


def _kind(message: dict[str, Any]) -> str:
    return str(message.get("subType", "info")) if message["type"] == "info" else "error"


def _message(message: dict[str, Any]) -> str:
    """The message without what differs from page to page: addresses, and long quotations."""
    return re.sub(r"“[^”]*/[^”]*”|“[^”]{40,}”", "“…”", str(message["message"]))[:200]


def _place(message: dict[str, Any], site: Path) -> str:
    url = str(message.get("url", "")).removeprefix("file:").removeprefix(str(site))
    return f"{url}:{message.get('lastLine', '')}: {' '.join(str(message.get('extract', '')).split())[:160]}"

"""The fuzzers: ``python -m tests.fuzz TARGET [--seconds N]``, TARGET one of those in targets.py.

Needs atheris (Google's fuzzer for Python, on libFuzzer), which planner's tests do
without: ``pip install atheris`` into an environment that planner is installed in.
What was found goes to ``findings`` in the folder of ``--corpus``, an input each, with how
it fails beside it; the same failure is kept once. The exit code is 1 if anything was found.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random
from typing import Any

#: Of so many mutations this many keep the input's form.
_OF_TEN_IN_FORM = 6
#: Seconds after which one input counts as endless.
_ENDLESS = 60


def main(arguments: list[str]) -> int:
    """Fuzz one target, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", help="one of those in tests/fuzz/targets.py")
    parser.add_argument("--seconds", type=int, default=600, help="how long (600)")
    parser.add_argument("--corpus", type=Path, help="a folder to go on in, or to begin one")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris, then run this again.")
        return 2
    folder = given.corpus or Path(tempfile.mkdtemp(prefix="planner-fuzz-"))
    if given.inside:
        _fuzz(given.target, folder, given.seconds)
        return 0
    known = importlib.import_module("tests.fuzz.targets").TARGETS
    if given.target not in known:
        parser.error(f"there is no target {given.target}; there are {', '.join(known)}")
    found = folder / "findings" / given.target
    found.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz", given.target, "--inside"]
    command += ["--corpus", str(folder), "--seconds", str(given.seconds)]
    log = folder / f"{given.target}.log"
    with log.open("wb") as file:
        ended = subprocess.run(command, stdout=file, stderr=file).returncode
    lines = log.read_text(errors="replace").splitlines()
    last = next((line for line in reversed(lines) if "cov:" in line), "no input was run")
    findings = sorted(path.name for path in found.iterdir() if path.suffix != ".txt")
    print(f"{given.target}: {last.strip()}; {len(findings)} findings, exit {ended}, {log}")
    return 1 if findings or ended else 0


def _fuzz(name: str, folder: Path, seconds: int) -> None:
    """Fuzz a target in this process, which ends with it."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["planner"]):
        targets = importlib.import_module("tests.fuzz.targets")
        target = targets.TARGETS[name]
        seeds = targets.inputs(name)
        for seed in seeds.values():
            # What is imported where it is used is instrumented with the rest.
            target.run(seed)
    seen: set[str] = set()

    def one(raw: bytes) -> None:
        try:
            targets.in_time(target.run, raw)
        except Exception as error:
            # All are kept, not the first alone, or one would hide what lies behind it.
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
            sort = f"{type(error).__name__} {' '.join(places)}"
            if sort not in seen:
                seen.add(sort)
                file = folder / "findings" / name / f"{len(seen):03}"
                file.write_bytes(raw)
                file.with_suffix(".txt").write_text(traceback.format_exc(), errors="replace")

    def change(raw: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)  # noqa: S311 - no secret
        if chance.randrange(10) < _OF_TEN_IN_FORM:
            changed: bytes | None = target.change(raw, chance)
            if changed is not None and len(changed) <= most:
                return changed
        mutated: bytes = atheris.Mutate(raw, most)
        return mutated

    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed_name, raw in seeds.items():
        (corpus / seed_name).write_bytes(raw)
    words = folder / f"{name}.dict"
    words.write_text("".join(f"{_quoted(word)}\n" for word in target.words))
    options = [f"-max_total_time={seconds}", f"-max_len={target.longest}"]
    options += [f"-timeout={_ENDLESS}", "-rss_limit_mb=3000", "-print_final_stats=1"]
    options += [f"-dict={words}", f"-artifact_prefix={folder / 'findings' / name}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=change)
    atheris.Fuzz()


def _quoted(word: str) -> str:
    """Return a word as a dictionary of libFuzzer's has it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8")) + '"'


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

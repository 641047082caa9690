#!/usr/bin/env python3
"""Holds Tongxin's passes against a verifier that was written from docs/pass-format.md alone, and the other way round.

    check.py           both files of vectors in crates/pass/vectors come out as they say; ours are made again and compared
    check.py --make    print the vectors that are made here
"""

import json
import pathlib
import sys
import zlib

from made import make
from pass_format import Refused, apply_delta, check, open_text, read_key_set, read_status_list

VECTORS = pathlib.Path(__file__).parents[2] / "crates" / "pass" / "vectors"


class Differs(Exception):
    """A verdict is another one than stands in the file."""


def is_accepted(entry, root, keys, statuses):
    file = bytes.fromhex(entry["file"])
    try:
        match entry["kind"]:
            case "key_set":
                read_key_set(file, root, keys)
            case "status_list":
                read_status_list(file, keys, statuses)
            case "status_delta":
                apply_delta(file, keys, statuses)
    except Refused:
        return False
    return True


def verify(name):
    vectors = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    if (vectors["format"], vectors["version"]) != ("tongxin-pass-vectors", 1):
        raise Differs(f"{name}: the format or its version")
    root = bytes.fromhex(vectors["root"])
    keys = read_key_set(bytes.fromhex(vectors["key_set"]), root)
    statuses = read_status_list(bytes.fromhex(vectors["status_list"]), keys)
    for case in vectors["cases"]:
        found = check(case["text"], keys, statuses, case["gate"])
        if found != (case["verdict"], case["pass"]):
            raise Differs(f"{name}: {case['name']}: {found}, and {case['verdict']}, {case['pass']} stands there")
        if found[1] and found[0] == "valid":
            stream_is_common(case["text"])
    for entry in vectors["files"]:
        if is_accepted(entry, root, keys, statuses) != entry["is_accepted"]:
            raise Differs(f"{name}: {entry['name']}")
    print(f"{name}: {len(vectors['cases'])} passes and {len(vectors['files'])} files come out as they say")


def stream_is_common(text):
    """What is read here bit by bit is read alike by a common zlib."""
    from pass_format import base45_decode

    if zlib.decompress(base45_decode(text[4:])) != open_text(text):
        raise Differs("zlib inflates a text otherwise")


def written(vectors):
    return json.dumps(vectors, ensure_ascii=False, indent=2) + "\n"


def main(args):
    match args:
        case ["--make"]:
            print(written(make()), end="")
        case []:
            verify("made-by-tongxin.json")
            verify("made-by-python.json")
            if (VECTORS / "made-by-python.json").read_text(encoding="utf-8") != written(make()):
                raise Differs("made-by-python.json is not what is made here")
            print("made-by-python.json is made again alike")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Differs as differs:
        sys.exit(f"It differs: {differs}")

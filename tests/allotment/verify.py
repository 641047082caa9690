#!/usr/bin/env python3
"""Draws a published allotment again, without any code of Tongxin: docs/allotment-format.md and the standard library.

    verify.py FILE             draw FILE again, print its list, say what differs (exit 1)
    verify.py --make           draw among invented asks with a seed of its own, print the file
    verify.py --check PROGRAM  both ways: our file is verified here, and PROGRAM (tongxin) verifies one that is made here
"""

import hashlib
import json
import pathlib
import secrets
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Differs(Exception):
    """What a file says is not what its seed and rules give."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def lots(rules, ask):
    further = min(ask["people"] - 1, rules["further_people_max"])
    waiting = rules["days_lots_max"]
    if ask["days_since"] is not None:
        waiting = min(ask["days_since"] // rules["days_per_lot"], waiting)
    return (
        rules["base"]
        + rules["per_further_person"] * further
        + (rules["infant"] if ask["infants"] > 0 else 0)
        + (rules["elder"] if ask["elders"] > 0 else 0)
        + waiting
        + rules["per_carried"] * min(ask["carried"], rules["carried_max"])
    )


def asks_digest(asks):
    lines = []
    for ask in sorted(asks, key=lambda ask: ask["pseudonym"]):
        days = "" if ask["days_since"] is None else ask["days_since"]
        fields = [ask["pseudonym"], ask["people"], ask["infants"], ask["elders"], days, ask["carried"], ask["lots"]]
        lines.append(",".join(str(field) for field in fields) + "\n")
    return sha256("".join(lines).encode())


def order(seed, digest, witness, asks):
    key = sha256(seed, digest, (witness["value"] if witness else "").encode())

    def smallest(ask):
        name = ask["pseudonym"].encode()
        return min(sha256(key, name, number.to_bytes(4, "big")) for number in range(ask["lots"]))

    return sorted(asks, key=lambda ask: (smallest(ask), ask["pseudonym"]))


def pieces_of(rank, allotment):
    left = allotment["pieces"] - (rank - 1) * allotment["household_pieces"]
    return max(0, min(left, allotment["household_pieces"]))


def expect(what, found, right):
    if found != right:
        raise Differs(f"{what}: {found} stands in the file, {right} would be right")


def verify(file):
    expect("format", (file["format"], file["version"]), ("tongxin-allotment", 1))
    seed, asks = bytes.fromhex(file["seed"]), file["asks"]
    expect("commitment", file["commitment"], sha256(seed).hex())
    for row, ask in enumerate(asks, 1):
        expect(f"lots in row {row}", ask["lots"], lots(file["lot_rules"], ask))
    expect("pseudonyms", len({ask["pseudonym"] for ask in asks}), len(asks))
    digest = asks_digest(asks)
    expect("asks_digest", file["asks_digest"], digest.hex())
    for rank, (found, right) in enumerate(zip(asks, order(seed, digest, file["witness"], asks)), 1):
        expect(f"place {rank}", found["pseudonym"], right["pseudonym"])
        expect(f"rank in row {rank}", found["rank"], rank)
        expect(f"pieces in row {rank}", found["pieces"], pieces_of(rank, file["allotment"]))


def make(seed, households=200):
    """A file as the format's page says, of asks that follow from the seed."""
    rules = {
        "base": 1,
        "per_further_person": 1,
        "further_people_max": 6,
        "infant": 2,
        "elder": 3,
        "days_per_lot": 4,
        "days_lots_max": 5,
        "per_carried": 1,
        "carried_max": 8,
    }
    allotment = {
        "id": "made-by-python",
        "name": "鸡蛋 Eggs",
        "outlet": "海湾超市 Harbour Market",
        "item": "鸡蛋 30 枚",
        "places": ["900010101"],
        "pieces": 101,
        "household_pieces": 2,
        "price_fen": 2980,
        "opens_at": "2022-11-24T00:00:00Z",
        "closes_at": "2022-11-24T12:00:00Z",
    }
    asks = []
    for number in range(households):
        chance = sha256(seed, b"ask", number.to_bytes(4, "big"))
        people = 1 + chance[10] % 6
        infants = 1 if chance[11] % 8 == 0 and people > 1 else 0
        elders = min(people - infants, chance[12] % 3)
        ask = {
            "pseudonym": "".join(ALPHABET[symbol % 32] for symbol in chance[16:32]),
            "people": people,
            "infants": infants,
            "elders": elders,
            "days_since": None if chance[13] % 3 == 0 else chance[13] % 40,
            "carried": chance[14] % 12,
        }
        asks.append({**ask, "lots": lots(rules, ask)})
    digest = asks_digest(asks)
    witness = {"source": "tomorrow's first water level at the harbour gauge, in cm", "value": "1742"}
    drawn = enumerate(order(seed, digest, witness, asks), 1)
    return {
        "format": "tongxin-allotment",
        "version": 1,
        "allotment": allotment,
        "lot_rules": rules,
        "commitment": sha256(seed).hex(),
        "seed": seed.hex(),
        "witness": witness,
        "asks_digest": digest.hex(),
        "asks": [{**ask, "rank": rank, "pieces": pieces_of(rank, allotment)} for rank, ask in drawn],
    }


def written(file):
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def is_accepted_by(program, file):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "allotment.json")
        path.write_text(written(file), encoding="utf-8")
        answer = subprocess.run([program, "allot", "verify", path, "--lang", "en"], capture_output=True, text=True)
        ours = [f"{ask['rank']} {ask['pseudonym']} {ask['pieces']}" for ask in file["asks"]]
        theirs = [line.split() for line in answer.stdout.splitlines()]
        theirs = [f"{line[0]} {line[1]} {line[3]}" for line in theirs if len(line) == 4 and line[0].isdigit()]
        return answer.returncode == 0 and ours == theirs


def check(program):
    for name in ["made-by-tongxin.json", "made-by-python.json"]:
        verify(read(HERE / name))
    file = make(secrets.token_bytes(32))
    if not is_accepted_by(program, file):
        raise Differs("the program does not print the list of a file made here")
    first, second = file["asks"][:2]
    file["asks"][:2] = [{**second, "rank": 1}, {**first, "rank": 2}]
    if is_accepted_by(program, file):
        raise Differs("the program accepts a file in which two households were exchanged")
    print(f"{len(file['asks'])} asks drawn alike by both; an exchange of two was noticed")


def main(args):
    match args:
        case ["--make"]:
            print(written(make(secrets.token_bytes(32))), end="")
        case ["--check", program]:
            check(program)
        case [path]:
            file = read(path)
            verify(file)
            for ask in file["asks"]:
                print(ask["rank"], ask["pseudonym"], ask["lots"], ask["pieces"])
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Differs as differs:
        sys.exit(f"It differs in {differs}.")

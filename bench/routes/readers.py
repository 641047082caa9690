"""Compares what our reader understood of every instance file with what the package vrplib and the scorer understand.

    python3 bench/routes/readers.py --folder DIR --ours BINARY

DIR and BINARY are those of compare.py. Says what differs, and ends with 1 if anything does.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from compare import CLASSES, HERE, Instance, install

FAR = (1 << 40) - 1


def understood(ours, path, folder):
    out = folder / f"{path.parent.name}-{path.stem}-understood.json"
    subprocess.run([ours, path, "--understood", out], check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text())


def near(value):
    """No bound is written in several ways, all of them far."""
    return min(value, FAR)


def vehicles_of(draft):
    """Capacity, rate, longest duration, start, shift and fixed cost of each vehicle, in no order."""
    found = []
    for kind in draft["vehicles"]:
        shift = kind.get("shift", {"earliest": 0, "latest": FAR})
        one = (
            kind["capacity"][0], kind.get("cost_per_distance", 1), near(kind.get("longest_duration") or FAR), kind["start"],
            (shift["earliest"], near(shift["latest"])), kind.get("fixed_cost", 0),
        )
        assert kind.get("end") == kind["start"], "every vehicle of these files comes home"
        found += [one] * kind["count"]
    return sorted(found)


def vehicles_stated(instance):
    """The same of the scorer's reading."""
    def one(vehicle, home):
        opens, closes = instance.window[home]
        return (
            instance.capacity[vehicle], instance.rate[vehicle], near(instance.longest[vehicle]), home, (opens, near(closes)),
            instance.fixed[vehicle],
        )

    return sorted(one(vehicle, home) for vehicle, home in enumerate(instance.home))


def differences(draft, instance):
    """Names of what is not the same."""
    table = draft["travel"][0]["table"]
    flat = [length for row in instance.matrix for length in row]
    if table["distances"] != flat or table.get("durations", flat) != flat:
        yield "distances"
    stops = {stop["location"]: stop for stop in draft["stops"]}
    if len(stops) != len(draft["stops"]) or set(stops) != set(range(len(instance.points))) - set(instance.depots):
        yield "which stops there are"
        return
    second = {b: a for a, b in instance.pairs}
    for node, stop in stops.items():
        load = stop.get("pickup" if instance.pairs else "delivery", [0])
        if (load or [0])[0] != (0 if node in second else instance.demand[node]):
            yield f"load of {node}"
        (window,) = stop.get("windows") or [{"earliest": 0, "latest": FAR}]
        if (window["earliest"], near(window["latest"])) != tuple(map(near, instance.window[node])):
            yield f"window of {node}"
        if stop.get("service", 0) != instance.service[node]:
            yield f"service of {node}"
        if stop.get("penalty") != (None if instance.prize is None else instance.prize[node]):
            yield f"prize of {node}"
    pairs = {(draft["stops"][p["pickup"]]["location"], draft["stops"][p["delivery"]]["location"]) for p in draft.get("pairs", [])}
    if pairs != set(instance.pairs):
        yield "pairs"
    ours, theirs = vehicles_of(draft), vehicles_stated(instance)
    if instance.pairs:  # A vehicle costs more than all it drives; how much more, each side chose for itself.
        ours, theirs = ([vehicle[:-1] for vehicle in side] for side in (ours, theirs))
    if ours != theirs:
        yield "vehicles"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--ours", type=pathlib.Path, required=True)
    parser.add_argument("--installed", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if not options.installed:
        sys.exit(subprocess.run([install(options.folder), __file__, *sys.argv[1:], "--installed"]).returncode)
    count, wrong = 0, 0
    for path in sorted(path for kind in CLASSES for path in (HERE / "instances" / kind).glob("*.*") if path.suffix != ".sol"):
        found = list(differences(understood(options.ours, path, options.folder), Instance(path)))
        count, wrong = count + 1, wrong + bool(found)
        if found:
            print(f"{path.parent.name}/{path.name}: {len(found)} differences: {', '.join(found[:5])}")
    print(f"{count} files, {wrong} read differently")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()

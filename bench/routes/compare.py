"""Compares the solver with its peers at equal wall time, one thread each, and prints one table.

    python3 bench/routes/compare.py --folder DIR --ours BINARY [--seconds 10] [--seeds 1 2 3] [--classes VRPTW ...]

DIR gets a virtual environment with the peers (by their package names, see requirements.txt) and every answer. BINARY is the
crate's example: cargo build --release -p tongxin-dispatch-solver --example solve. Ours and a peer run at the same moment, so
that whatever else the machine does slows both; with several peers ours runs beside each of them, and all its runs count.
Every answer is judged and costed here, from the file alone, by none of the solvers' code.
"""

import argparse
import math
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
CLASSES = ["VRPTW", "MDVRPTW", "PCVRPTW", "HFVRP", "PDPTW"]
# Which peer can express which class.
ABLE = {
    "pyvrp": ["VRPTW", "MDVRPTW", "PCVRPTW", "HFVRP"],
    "ortools": CLASSES,
    "pyvroom": ["VRPTW", "HFVRP", "PDPTW"],  # it bounds driving, not the time under way, and knows no prize
    "vrpcli": ["VRPTW", "MDVRPTW", "HFVRP", "PDPTW"],
}
PER_UNIT = {"VRPTW": 10, "PCVRPTW": 10, "MDVRPTW": 1000, "HFVRP": 1_000_000, "PDPTW": 10_000}
# What a cost of the scorer is divided by to be the cost that the .sol files state.
STATED = {"VRPTW": 10, "PCVRPTW": 1, "MDVRPTW": 1, "HFVRP": 100_000_000}
# Fewest vehicles first, then distance: the best known to SINTEF.
BEST_PDPTW = {"LC101": (10, 828.94), "LC1_10_2": (94, 44361.09)}


class Instance:
    """A file in whole numbers: the same for every peer and the scorer."""

    def __init__(self, path):
        self.path, self.kind = path, path.parent.name
        self.unit = PER_UNIT[self.kind]
        if self.kind == "PDPTW":
            self.read_lilim()
        else:
            self.read_vrplib()

    def scale(self, value):
        value = value * self.unit
        return int(value) if self.unit == 10 else round(value)

    def distances(self, points):
        return [[self.scale(math.hypot(a[0] - b[0], a[1] - b[1])) for b in points] for a in points]

    def read_vrplib(self):
        import vrplib

        raw = vrplib.read_instance(str(self.path))
        size = raw["dimension"]
        self.points = [tuple(map(float, point)) for point in raw["node_coord"]]
        self.matrix = self.distances(self.points)
        self.depots = [int(node) for node in raw["depot"]]
        self.demand = [int(load) for load in raw["demand"]]
        window = raw.get("time_window")
        far = 1 << 40
        self.window = [(0, far)] * size if window is None else [tuple(self.scale(float(t)) for t in w) for w in window]
        service = raw.get("service_time", 0)
        each = [service] * size if isinstance(service, (int, float)) else service
        self.service = [0 if node in self.depots else self.scale(float(each[node])) for node in range(size)]
        prize = raw.get("prize")
        self.prize = None if prize is None else [self.scale(float(p)) for p in prize]
        count = raw.get("vehicles", size - 1)

        def by_vehicle(key, default, scale=int):
            value = raw.get(key, default)
            values = [value] * count if isinstance(value, (int, float)) else value
            return [scale(float(v)) for v in values]

        self.capacity = by_vehicle("capacity", far)
        self.fixed = by_vehicle("vehicles_fixed_cost", 0, self.scale)
        self.rate = by_vehicle("vehicles_unit_distance_cost", 1)
        self.longest = by_vehicle("vehicles_max_duration", far, self.scale)
        self.home = [node - 1 for node in by_vehicle("vehicles_depot", 1)]
        self.pairs = []

    def read_lilim(self):
        rows = [line.split() for line in self.path.read_text().splitlines() if line.strip()]
        count, capacity = int(rows[0][0]), int(rows[0][1])
        tasks = [list(map(int, row)) for row in rows[1:]]
        self.points = [(row[1], row[2]) for row in tasks]
        self.matrix = self.distances(self.points)
        self.depots, self.prize = [0], None
        self.demand = [row[3] for row in tasks]
        self.window = [(self.scale(row[4]), self.scale(row[5])) for row in tasks]
        self.service = [self.scale(row[6]) for row in tasks]
        self.pairs = [(node, row[8]) for node, row in enumerate(tasks) if row[8] != 0]
        dear = max(map(max, self.matrix)) * 10 * len(tasks)
        self.capacity, self.fixed, self.rate = [capacity] * count, [dear] * count, [1] * count
        self.longest, self.home = [1 << 40] * count, [0] * count

    def judge(self, routes):
        """Cost of routes by vehicle, or what is wrong with them."""
        seen, cost = set(), 0
        if len(routes) > len(self.capacity):
            return None, "too many vehicles"
        for vehicle, route in enumerate(routes):
            if not route:
                continue
            home = self.home[vehicle]
            way = [home, *route, home]
            distance = sum(self.matrix[a][b] for a, b in zip(way, way[1:]))
            cost += distance * self.rate[vehicle] + self.fixed[vehicle]
            if seen & set(route) or len(set(route)) < len(route):
                return None, "a stop twice"
            seen |= set(route)
            load = 0 if self.pairs else sum(self.demand[node] for node in route)
            if load > self.capacity[vehicle]:
                return None, "too heavy"
            for node in route if self.pairs else []:
                load += self.demand[node]
                if load > self.capacity[vehicle]:
                    return None, "too heavy"
            if not self.keeps_times(way, vehicle):
                return None, f"times of vehicle {vehicle}"
            place = {node: index for index, node in enumerate(route)}
            if any((a in place) != (b in place) or (a in place and place[a] > place[b]) for a, b in self.pairs):
                return None, "a pair broken"
        left = set(range(len(self.points))) - set(self.depots) - seen
        if left and self.prize is None:
            return None, f"{len(left)} stops left out"
        return cost + sum(self.prize[node] for node in left) if left else cost, None

    def keeps_times(self, way, vehicle):
        """Earliest end, then latest start for that end: their difference is the least duration."""
        now = self.window[way[0]][0]
        for a, b in zip(way, way[1:]):
            now = max(now + self.service[a] + self.matrix[a][b], self.window[b][0])
            if now > self.window[b][1]:
                return False
        start = now
        for a, b in zip(reversed(way[:-1]), reversed(way)):
            start = min(start - self.matrix[a][b] - self.service[a], self.window[a][1])
        return now - start <= self.longest[vehicle]

    def gap(self, routes):
        """In parts of the best known cost; for pairs, vehicles above the best known count as 100 %."""
        cost, wrong = self.judge(routes)
        if wrong:
            return None, wrong
        if self.kind == "PDPTW":
            vehicles = sum(1 for route in routes if route)
            best = BEST_PDPTW[self.path.stem]
            distance = (cost - vehicles * self.fixed[0]) / self.unit
            return (vehicles - best[0]) + (distance / best[1] - 1 if vehicles <= best[0] else 0), None
        best = float(self.path.with_suffix(".sol").read_text().split()[-1])
        return cost / STATED[self.kind] / best - 1, None


def solve_pyvrp(instance, seconds, seed):
    import pyvrp
    from pyvrp.stop import MaxRuntime

    rounding = {10: "dimacs", 1000: "exact"}.get(instance.unit, lambda values: (values * instance.unit).round().astype(int))
    data = pyvrp.read(str(instance.path), round_func=rounding)
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False, display=False)
    location = [client.location for client in data.clients()]
    free = [list(map(int, kind.name.split(","))) for kind in data.vehicle_types()]
    routes = [[] for _ in instance.capacity]
    for route in result.best.routes():
        stops = [location[a.idx] for a in route if a.is_client()]
        routes[free[route.vehicle_type()].pop(0)] = stops
    return routes


def solve_ortools(instance, seconds, seed):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2 as enums

    # It wants vehicles in a number it can hold, and every one from a depot.
    count = min(len(instance.capacity), 250) if len(set(instance.capacity)) == 1 else len(instance.capacity)
    manager = pywrapcp.RoutingIndexManager(len(instance.points), count, instance.home[:count], instance.home[:count])
    model = pywrapcp.RoutingModel(manager)
    node, matrix = manager.IndexToNode, instance.matrix
    for rate in sorted(set(instance.rate[:count])):
        arc = model.RegisterTransitCallback(lambda a, b, rate=rate: matrix[node(a)][node(b)] * rate)
        for vehicle in range(count):
            if instance.rate[vehicle] == rate:
                model.SetArcCostEvaluatorOfVehicle(arc, vehicle)
                model.SetFixedCostOfVehicle(instance.fixed[vehicle], vehicle)
    load = model.RegisterUnaryTransitCallback(lambda a: instance.demand[node(a)])
    model.AddDimensionWithVehicleCapacity(load, 0, instance.capacity[:count], True, "load")
    horizon = max(close for _, close in instance.window)
    time = model.RegisterTransitCallback(lambda a, b: instance.service[node(a)] + matrix[node(a)][node(b)])
    model.AddDimension(time, horizon, horizon, False, "time")
    times = model.GetDimensionOrDie("time")
    for stop in range(len(instance.points)):
        if stop not in instance.depots:
            index = manager.NodeToIndex(stop)
            times.CumulVar(index).SetRange(*instance.window[stop])
            if instance.prize is not None:
                model.AddDisjunction([index], instance.prize[stop])
    for vehicle in range(count):
        for index in (model.Start(vehicle), model.End(vehicle)):
            times.CumulVar(index).SetRange(*instance.window[instance.home[vehicle]])
        if instance.longest[vehicle] < 1 << 40:
            times.SetSpanUpperBoundForVehicle(instance.longest[vehicle], vehicle)
    for pickup, delivery in instance.pairs:
        a, b = manager.NodeToIndex(pickup), manager.NodeToIndex(delivery)
        model.AddPickupAndDelivery(a, b)
        model.solver().Add(model.VehicleVar(a) == model.VehicleVar(b))
        model.solver().Add(times.CumulVar(a) <= times.CumulVar(b))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    answer = model.SolveWithParameters(search)
    routes = [[] for _ in instance.capacity]
    for vehicle in range(count) if answer else []:
        index = answer.Value(model.NextVar(model.Start(vehicle)))
        while not model.IsEnd(index):
            routes[vehicle].append(node(index))
            index = answer.Value(model.NextVar(index))
    return routes


def solve_pyvroom(instance, seconds, seed):
    import datetime

    import numpy
    import vroom

    problem = vroom.Input()
    # It refuses sums of time or cost beyond 32 bits: hundredths of a unit have to do, ways rounded up.
    coarse = max(1, instance.unit // 100)
    exact = numpy.array(instance.matrix, dtype=numpy.int64)
    matrix = (-(-exact // coarse)).astype(numpy.uint32)
    problem.set_durations_matrix(profile="car", matrix_input=matrix)
    # Driving is charged by the hour or by the thousand of distance; unless told otherwise a second costs 1.
    by_rate = instance.kind == "HFVRP"
    if by_rate:
        problem.set_distances_matrix(profile="car", matrix_input=(exact // (instance.unit // 1000)).astype(numpy.uint32))
    dear = 20 * int(matrix.max())

    def bounds(node):
        opens, closes = -(-instance.window[node][0] // coarse), instance.window[node][1] // coarse
        return vroom.TimeWindow(opens, closes) if closes < 1 << 31 else vroom.TimeWindow()

    for vehicle, home in enumerate(instance.home):
        longest = instance.longest[vehicle]
        extra = {} if longest >= 1 << 40 else {"max_travel_time": longest // coarse}
        if by_rate:
            extra["costs"] = vroom.VehicleCosts(instance.fixed[vehicle] // instance.unit, per_hour=0, per_km=instance.rate[vehicle])
        elif instance.pairs:
            extra["costs"] = vroom.VehicleCosts(dear)
        problem.add_vehicle(vroom.Vehicle(
            vehicle, start=home, end=home, capacity=[instance.capacity[vehicle]], time_window=bounds(home), **extra,
        ))

    def visit(stop):
        service = -(-instance.service[stop] // coarse)
        return {"id": stop, "location": stop, "default_service": service, "time_windows": [bounds(stop)]}

    for pickup, delivery in instance.pairs:
        steps = (vroom.ShipmentStep(**visit(stop)) for stop in (pickup, delivery))
        problem.add_shipment(*steps, amount=vroom.Amount([instance.demand[pickup]]))
    paired = {stop for pair in instance.pairs for stop in pair}
    for stop in set(range(len(instance.points))) - set(instance.depots) - paired:
        problem.add_job(vroom.Job(delivery=[instance.demand[stop]], **visit(stop)))
    answer = problem.solve(exploration_level=5, nb_threads=1, timeout=datetime.timedelta(seconds=seconds))
    routes = [[] for _ in instance.capacity]
    for _, row in answer.routes.iterrows():
        if row["type"] in ("job", "pickup", "delivery"):
            routes[int(row["vehicle_id"])].append(int(row["id"]))
    return routes


def moment(second):
    import datetime

    return (datetime.datetime(2000, 1, 1) + datetime.timedelta(seconds=min(second, 1 << 34))).isoformat() + "Z"


def vrpcli_problem(instance):
    """The instance in the "pragmatic" form of vrp-cli; it takes no seed."""
    def task(stop, load):
        window = [moment(t) for t in instance.window[stop]]
        return {"places": [{"location": {"index": stop}, "duration": instance.service[stop], "times": [window]}], "demand": [load]}

    jobs = [{"id": str(a), "pickups": [task(a, instance.demand[a])], "deliveries": [task(b, instance.demand[a])]} for a, b in instance.pairs]
    paired = {stop for pair in instance.pairs for stop in pair}
    alone = set(range(len(instance.points))) - set(instance.depots) - paired
    jobs += [{"id": str(stop), "deliveries": [task(stop, instance.demand[stop])]} for stop in sorted(alone)]
    vehicles = []
    for vehicle, home in enumerate(instance.home):
        opens, closes = (moment(t) for t in instance.window[home])
        shift = {"start": {"earliest": opens, "location": {"index": home}}, "end": {"latest": closes, "location": {"index": home}}}
        longest = instance.longest[vehicle]
        vehicles.append({
            "typeId": f"t{vehicle}", "vehicleIds": [str(vehicle)], "profile": {"matrix": "car"}, "shifts": [shift],
            "costs": {"fixed": instance.fixed[vehicle], "distance": instance.rate[vehicle], "time": 0},
            "capacity": [instance.capacity[vehicle]], **({} if longest >= 1 << 40 else {"limits": {"maxDuration": longest}}),
        })
    objectives = [[{"type": "minimize-unassigned"}], [{"type": "minimize-cost"}]]
    fleet = {"vehicles": vehicles, "profiles": [{"name": "car"}]}
    return {"plan": {"jobs": jobs}, "fleet": fleet, "objectives": objectives}


def solve_vrpcli(instance, seconds, seed):
    import json

    import vrp_cli

    flat = [length for row in instance.matrix for length in row]
    matrix = json.dumps({"profile": "car", "travelTimes": flat, "distances": flat})
    config = {
        "termination": {"maxTime": int(seconds)},
        "environment": {"parallelism": {"numThreadPools": 1, "threadsPerPool": 1}, "logging": {"enabled": False}},
    }
    answer = json.loads(vrp_cli.solve_pragmatic(json.dumps(vrpcli_problem(instance)), [matrix], json.dumps(config)))
    delivery = dict(instance.pairs)
    routes = [[] for _ in instance.capacity]
    for tour in answer["tours"]:
        for activity in (activity for stop in tour["stops"] for activity in stop["activities"]):
            if activity["type"] in ("pickup", "delivery"):
                stop = int(activity["jobId"])
                is_second = activity["type"] == "delivery" and stop in delivery
                routes[int(tour["vehicleId"])].append(delivery[stop] if is_second else stop)
    return routes


def read_sol(path, instance):
    routes = [[] for _ in instance.capacity]
    for line in path.read_text().splitlines():
        if line.lower().startswith("route"):
            head, stops = line.split(":")
            routes[int(head.split("#")[1]) - 1] = list(map(int, stops.split()))
    return routes


def write_sol(path, routes):
    path.write_text("".join(f"Route #{n}: {' '.join(map(str, route))}\n" for n, route in enumerate(routes, 1)))


def install(folder):
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "-q", "install", "-r", HERE / "requirements.txt"], check=True)
    return python


def start(solver, instance, options, seed, out):
    if solver == "tongxin":
        command = [options.ours, instance, "--seconds", options.seconds, "--seed", seed, "--out", out]
    else:
        command = [sys.executable, __file__, "--worker", solver, instance, options.seconds, seed, out]
    log = open(out.with_suffix(".log"), "w")
    return subprocess.Popen(list(map(str, command)), stdout=log, stderr=log)


def compare(options):
    gaps = {}
    for kind in options.classes:
        for path in sorted((HERE / "instances" / kind).glob("*.*")):
            if path.suffix == ".sol" or (options.only and path.stem not in options.only):
                continue
            instance = Instance(path)
            for seed in options.seeds:
                for peer in [peer for peer in options.peers if kind in ABLE[peer]] or [None]:
                    out = {s: options.folder / f"{kind}-{path.stem}-{options.seconds}-{seed}-{s}-{peer}.sol" for s in ["tongxin", peer] if s}
                    running = [start(solver, path, options, seed, file) for solver, file in out.items()]
                    [process.wait() for process in running]
                    for solver, file in out.items():
                        gap, wrong = instance.gap(read_sol(file, instance)) if file.exists() else (None, "no answer")
                        told = wrong or f"{100 * gap:.2f} %"
                        print(f"{kind} {path.stem} seed {seed} {solver}: {told}", file=sys.stderr, flush=True)
                        gaps.setdefault((kind, solver), []).append(gap)
    table(gaps, options)


def table(gaps, options):
    print(f"| class at {options.seconds:g} s | solver | runs | mean gap | worst gap | no valid answer |\n|---|---|---|---|---|---|")
    for (kind, solver), found in gaps.items():
        valid = [gap for gap in found if gap is not None]
        mean, worst = (f"{100 * sum(valid) / len(valid):.2f} %", f"{100 * max(valid):.2f} %") if valid else ("", "")
        print(f"| {kind} | {solver} | {len(found)} | {mean} | {worst} | {len(found) - len(valid)} |")


def main():
    if sys.argv[1:2] == ["--worker"]:
        solver, path, seconds, seed, out = sys.argv[2:]
        solve = {"pyvrp": solve_pyvrp, "ortools": solve_ortools, "pyvroom": solve_pyvroom, "vrpcli": solve_vrpcli}[solver]
        write_sol(pathlib.Path(out), solve(Instance(pathlib.Path(path)), float(seconds), int(seed)))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--ours", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--classes", nargs="+", choices=CLASSES, default=CLASSES)
    parser.add_argument("--only", nargs="+", help="names of instances")
    parser.add_argument("--peers", nargs="*", choices=list(ABLE), default=list(ABLE))
    parser.add_argument("--installed", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if not options.installed:
        python = install(options.folder)
        sys.exit(subprocess.run([python, __file__, *sys.argv[1:], "--installed"]).returncode)
    compare(options)


if __name__ == "__main__":
    main()

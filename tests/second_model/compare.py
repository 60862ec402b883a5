"""What can be asked of the second model; see `__main__.py`."""

import csv
import json
import multiprocessing
import os
from collections import Counter

import random_traces
from replay import LAYOUTS, events, replay
from rules import TABLE
from settings import PRESETS, random_policy, yaml

OPS = ("reads", "writes", "deletes", "lists")
COUNT = 200
PROCESSES = 2


def main(arguments, usage):
    command, rest = (arguments or [""])[0], arguments[1:]
    if command == "check":
        return check(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "traces"))
    if command == "write" and rest:
        return write(rest[0], int(rest[1]) if rest[1:] else COUNT)
    if command == "cover":
        return write(None, int(rest[0]) if rest else COUNT)
    if command == "steps" and len(rest) == 2:
        return steps(rest[0], json.loads(rest[1]))
    print(usage)
    return 2


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == random_traces.HEADER, rows[0]
    return list(events(rows[1:]))


def by_request(requests, tally):
    """The counts as the files beside the traces have them."""
    counts = {kind: dict.fromkeys(("count",) + OPS, 0) for kind in requests}
    for kind, count in requests.items():
        counts[kind]["count"] = count
    for (kind, op, _), count in tally.items():
        counts[kind][op] += count
    return counts


def check(folder):
    """The traces whose counts are known."""
    failed = 0
    for name in ("random-101", "random-102"):
        trace = read(os.path.join(folder, name + ".csv"))
        with open(os.path.join(folder, name + ".counts.json"), encoding="utf-8") as file:
            expected = json.load(file)
        for preset in sorted(expected):
            requests, tally, _ = replay(trace, PRESETS[preset], Counter())
            equal = by_request(requests, tally) == expected[preset]
            failed += not equal
            print("%s %-16s %s" % (name, preset, "equal" if equal else "DIFFERS"))
    return 1 if failed else 0


def settings_of(number):
    """The presets, and two or three random policies."""
    pick = random_traces.pick(number)
    drawn = [("random-%d" % i, random_policy(pick)) for i in range(2 + number % 2)]
    if random_traces.is_crowded(number):
        for (_, policy), layout in zip(drawn, ("per-worker", "tiered")):
            policy.update({"enumerate": "list", "layout": layout})
    if number % 10 == 3:        # module memory with the cache off, which chance seldom draws
        drawn[0][1].update({"write.when": "changed", "write.baseline": "memory",
                            "cache.worker_ttl": 0, "cache.prewarm": False,
                            "layout": sorted(LAYOUTS)[number // 10 % 3]})
    return sorted(PRESETS.items()) + drawn


def one(job):
    """Makes one trace, says what it costs under each policy, and which rules fired."""
    folder, number = job
    rows, fired, expected = random_traces.rows(number), Counter(), []
    trace = list(events(rows))
    # As a reader numbers them: in the order in which the file first names them.
    numbers = {}
    for _, _, kind, target, _, _ in trace:
        if kind in ("existing", "heartbeat", "register", "deregister"):
            numbers.setdefault(target, len(numbers))
    for name, policy in settings_of(number):
        requests, tally, picks = replay(trace, policy, fired)
        causes = {" ".join(key): count for key, count in sorted(tally.items())}
        picked = {"nobody" if who is None else str(numbers[who]): n for who, n in picks.items()}
        preset = name if name in PRESETS else None
        expected.append({"name": name, "preset": preset, "yaml": yaml(policy), "policy": policy,
                         "counts": by_request(requests, tally), "causes": causes,
                         "picks": dict(sorted(picked.items()))})
    if folder:
        path = os.path.join(folder, "trace-%03d" % number)
        with open(path + ".csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([random_traces.HEADER] + rows)
        with open(path + ".json", "w", encoding="utf-8") as file:
            json.dump(expected, file, indent=1)
    return fired


def write(folder, count):
    """Makes the traces, prints how often each rule fired."""
    if folder:
        os.makedirs(folder, exist_ok=True)
    fired = Counter()
    with multiprocessing.Pool(PROCESSES) as pool:
        for one_fired in pool.imap_unordered(one, [(folder, number) for number in range(count)]):
            fired.update(one_fired)
    unknown = sorted(set(fired) - {name for name, _ in TABLE})
    silent = [name for name, _ in TABLE if not fired[name]]
    for name, meaning in TABLE:
        print("%10d  %-19s %s" % (fired[name], name, meaning))
    for name in unknown:
        print("a rule that no table names: " + name)
    for name in silent:
        print("a rule that never fired: " + name)
    return 1 if unknown or silent else 0


def steps(path, policy):
    """The operations of each row, so that the first that differs can be found."""
    before = Counter()

    def step(tally):
        made = Counter(tally)
        made.subtract(before)
        before.update(made)
        print(",".join(" ".join(key) + " %d" % n for key, n in sorted(made.items()) if n))

    replay(read(path), policy, Counter(), step)
    return 0

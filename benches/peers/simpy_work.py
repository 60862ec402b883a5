"""The work of kvplan's benches in SimPy: a process for each worker and one for the clients.

    simpy_work.py WORKERS WORKER_TTL_MS BEATS

prints how many nanoseconds of CPU time a heartbeat took, and what was counted.
"""

import random
import sys
from time import process_time_ns

import simpy

EVERY_MS = 30_000
JITTER_MS = 500
START_LOAD = 0.4
LOAD_STEP = 0.02
LOAD_DELTA = 0.2
MAX_INTERVAL_MS = 300_000
SERVICE_TTL_MS = 30_000
DAY_MS = 86_400_000
CLIENTS_PER_DAY = 100
ROUTED = 2


class Record:
    """What is known of a worker: in the isolate, and in KV."""

    __slots__ = ("cached_until", "persisted_load", "persisted_at")

    def __init__(self):
        self.cached_until = 0
        self.persisted_load = START_LOAD
        self.persisted_at = 0


class Day:
    """Operations of a day."""

    __slots__ = ("requests", "reads", "writes")

    def __init__(self):
        self.requests = self.reads = self.writes = 0


class Service:
    """The coordinator."""

    def __init__(self, workers, worker_ttl):
        self.records = [Record() for _ in range(workers)]
        self.worker_ttl = worker_ttl
        self.listed_until = 0
        self.beats = self.unchanged = self.routed = 0
        self.days = [Day()]
        self.day_ends = DAY_MS

    def today(self, now):
        while now >= self.day_ends:
            self.days.append(Day())
            self.day_ends += DAY_MS
        return self.days[-1]

    def beat(self, record, load, now):
        day = self.today(now)
        day.requests += 1
        self.beats += 1
        if now >= record.cached_until:
            day.reads += 1
        record.cached_until = now + self.worker_ttl
        if (
            abs(record.persisted_load - load) > LOAD_DELTA
            or now - record.persisted_at > MAX_INTERVAL_MS
        ):
            record.persisted_load = load
            record.persisted_at = now
            day.writes += 1
            self.listed_until = 0
        else:
            self.unchanged += 1

    def route(self, now):
        day = self.today(now)
        day.requests += 1
        self.routed += 1
        if now < self.listed_until:
            return
        day.reads += 1
        for record in self.records[:ROUTED]:
            if now >= record.cached_until:
                record.cached_until = now + self.worker_ttl
                day.reads += 1
        self.listed_until = now + SERVICE_TTL_MS


def worker(env, service, record, draw):
    on_grid = int(draw() * EVERY_MS)
    load = START_LOAD
    while True:
        yield env.timeout(on_grid + int(draw() * JITTER_MS) - env.now)
        service.beat(record, load, env.now)
        load = min(max(load + (2 * draw() - 1) * LOAD_STEP, 0.0), 1.0)
        on_grid += EVERY_MS


def clients(env, service, random_numbers):
    while True:
        yield env.timeout(int(random_numbers.expovariate(CLIENTS_PER_DAY / DAY_MS)))
        service.route(env.now)


def main():
    workers, worker_ttl, beats = map(int, sys.argv[1:])
    random_numbers = random.Random(42)
    env = simpy.Environment()
    service = Service(workers, worker_ttl)
    for record in service.records:
        env.process(worker(env, service, record, random_numbers.random))
    env.process(clients(env, service, random_numbers))
    begun = process_time_ns()
    env.run(until=beats // workers * EVERY_MS)
    took = process_time_ns() - begun
    reads = sum(day.reads for day in service.days)
    writes = sum(day.writes for day in service.days)
    print(
        f"{took / service.beats:.2f} ns a heartbeat: {service.beats} beats, {reads} reads, "
        f"{writes} writes, {service.routed} routed"
    )


main()

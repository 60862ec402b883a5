"""A second implementation of the coordinator's rules, written from their text alone.

No time passes within a request, KV is consistent, nothing is refused. Speed and elegance do not
matter here; that each rule can be found and read does. The names after `fired` are those of
`rules.py`, which counts how often each rule was seen.
"""

from isolate import Isolate
from store import AT, BEAT, LOAD, MODELS, PERSISTED, SERVICES, STATUS, VALUE

ROUNDING = 1e-9       # closer to the delta than this is rounding, for the coverage table alone


class Coordinator(Isolate):
    """What an isolate does with each request, where each worker has a key of its own."""

    @staticmethod
    def existing(kv, worker, record):
        """Puts a record into KV that is there from the start."""
        kv.existing(worker, record)

    def split(self, record):
        """What each key of a worker holds of its record, in the order of `parts`."""
        return (record,)

    def request(self, now, kind, target, said, services):
        """Performs a request. A route returns the worker that it picked, or None."""
        self.kind = kind
        if self.is_new:
            self.is_new = False
            if self.policy["cache.prewarm"]:
                self.prewarm(now)
        if kind == "heartbeat":
            return self.heartbeat(now, target, said)
        if kind == "route":
            return self.route(now, target)
        if kind == "admin":
            return self.admin(now)
        if kind == "register":
            return self.register(now, target, said, services)
        if kind == "deregister":
            return self.deregister(now, target)
        assert kind == "stats", kind
        self.fired["STATS"] += 1

    # -- heartbeat

    def heartbeat(self, now, worker, said):
        fired, kept = self.fired, self.kv.records.get(worker)
        if self.always:
            fired["WRITE_EVERY"] += 1
            fired["EVERY_CACHED"] += self.workers.ttl > 0
            return self.overwrite(now, worker, said, kept, "every-heartbeat")
        if self.baseline == "memory":
            entry = self.workers.entries.get(worker)    # of any age
            if entry is None:
                fired["WRITE_COLD"] += 1
                fired["MEMORY_UNKNOWN"] += kept is None
                return self.overwrite(now, worker, said, kept, "cold")
            fired["MEMORY_OLD"] += 0 < self.workers.ttl <= now - entry[AT]
            fired["MEMORY_OFF"] += self.workers.ttl == 0
        elif self.look_up(worker, now) is None:
            fired["BEAT_UNKNOWN"] += 1
            return None
        entry = self.workers.entries[worker]
        record = (now,) + said + (entry[VALUE][SERVICES],)
        base = entry[VALUE] if self.baseline == "cached" else entry[PERSISTED]
        if base is None:        # its first write from here was dropped
            fired["DROPPED_COLD"] += 1
            reasons = ["cold"]
        else:
            reasons = self.reasons(record, base)
        # The entry is replaced in every case, and carries the present time.
        self.workers.put(worker, (now, record, entry[PERSISTED]))
        if reasons:
            fired["WRITE_" + reasons[0].upper()] += 1
            fired["FIRST_REASON"] += len(reasons) > 1
            fired["REVIVES_RECORD"] += kept is None
            fired["REVIVES_SERVICES"] += kept is not None and kept[SERVICES] != record[SERVICES]
            if not self.is_dropped(now):
                self.write_record(now, worker, record, reasons[0])
        else:
            fired["SKIP" if base[LOAD] == record[LOAD] else "SKIP_SMALL"] += 1
            if self.baseline == "cached" and entry[PERSISTED] is not None:
                fired["CACHED_DRIFT"] += bool(self.reasons(record, entry[PERSISTED]))
        return None

    def overwrite(self, now, worker, said, kept, cause):
        """Writes unseen; keeps the services of the record that is overwritten."""
        if kept is None:
            self.fired["NO_SERVICES"] += 1
        else:
            self.fired["KEEPS_OVERWRITTEN"] += len(kept[SERVICES]) > 0
        record = (now,) + said + (kept[SERVICES] if kept else (),)
        if self.is_dropped(now):
            entry = self.workers.entries.get(worker)
            self.workers.put(worker, (now, record, entry[PERSISTED] if entry else None))
        else:
            self.write_record(now, worker, record, cause)

    def write_record(self, now, worker, record, cause):
        self.write(self.parts[0], worker, record, now, cause)
        self.invalidate(record[SERVICES])

    def reasons(self, new, base):
        """The reasons to write, in the order in which they count. All comparisons are strict."""
        return self.moved(new, base) + self.exchanged(new, base) + self.waited(new, base)

    def moved(self, new, base):
        fired, found = self.fired, []
        if new[STATUS] != base[STATUS]:
            found.append("status")
        moved = abs(new[LOAD] - base[LOAD])
        if moved > self.delta:
            found.append("load")
        if moved and abs(moved - self.delta) < ROUNDING:
            above = moved - self.delta
            fired["LOAD_EDGE" if not above else "LOAD_ABOVE" if above > 0 else "LOAD_BELOW"] += 1
        return found

    def exchanged(self, new, base):
        same_set = new[MODELS] == base[MODELS] or set(new[MODELS]) == set(base[MODELS])
        self.fired["IDENTITY"] += self.identity and same_set
        self.fired["MODELS_ORDER"] += same_set and new[MODELS] != base[MODELS]
        return ["models"] if self.identity or not same_set else []

    def waited(self, new, base):
        beyond = new[BEAT] - base[BEAT] - self.interval
        self.fired["INTERVAL_ABOVE"] += beyond == 1
        self.fired["INTERVAL_EDGE"] += beyond == 0
        return ["interval"] if beyond > 0 else []

    # -- route

    def route(self, now, service):
        fired = self.fired
        fired["COALESCE"] += self.policy["reads.coalesce"]
        entry = self.lists.fresh(service, now)
        if entry is not None:
            fired["LIST_HIT" if entry[VALUE] else "LIST_EMPTY"] += 1
            return self.pick(entry[VALUE])
        why = self.lists.why
        fired["LIST_OFF" if why == "uncached" else "LIST_" + why.upper()] += 1
        healthy = []
        for worker, record in self.candidates(service, now):
            if record is None:
                fired["ROUTE_ABSENT"] += 1
            elif self.is_healthy(record, now):
                healthy.append((worker, record[LOAD]))
        self.lists.put(service, (now, healthy))
        fired["UNROUTABLE"] += not healthy
        return self.pick(healthy)

    def candidates(self, service, now):
        """Who offers the service; a record is None where KV does not have it."""
        return self.read_all(self.ids_of(service, now), now, self.policy["reads.fanout"])

    def ids_of(self, service, now):
        if self.policy["reads.index"] == "known":
            self.fired["INDEX_KNOWN"] += 1
            return self.kv.indexes.get(service, ())
        entry = self.indexes.fresh(service, now)
        if entry is not None:
            self.fired["INDEX_HIT"] += 1
            held = self.kv.indexes.get(service)
            self.fired["INDEX_EMPTY"] += held is None
            self.fired["INDEX_STALE"] += held is not None and held != entry[VALUE]
            return entry[VALUE]
        self.op("reads", "index")
        self.fired["INDEX_READ"] += 1
        self.fired["INDEX_EXPIRED"] += self.indexes.why == "expired"
        self.fired["INDEX_DROPPED"] += self.indexes.why == "invalidated"
        ids = self.kv.indexes.get(service)
        if ids is None:
            self.fired["INDEX_ABSENT"] += 1
            ids = ()        # which is cached, as an empty list is
        self.indexes.put(service, (now, ids))
        return ids

    def is_healthy(self, record, now):
        age = now - record[BEAT]
        if record[STATUS] == "offline":
            self.fired["OFFLINE"] += 1
            return False
        self.fired["TOO_OLD"] += age > self.health_timeout
        self.fired["HEALTH_EDGE"] += age == self.health_timeout
        return age <= self.health_timeout

    def pick(self, healthy):
        if not healthy:
            return None
        least = min(load for _, load in healthy)
        equal = [worker for worker, load in healthy if load == least]
        self.fired["TIE"] += len(equal) > 1
        self.fired["LEAST"] += equal[0] != healthy[0][0]
        return equal[0]

    # -- admin, and what a new isolate reads

    def admin(self, now):
        ids = self.everyone()
        if self.policy["cache.admin"]:
            self.fired["ADMIN_CACHED"] += len(ids)
            self.read_all(ids, now)
        else:
            self.fired["ADMIN_UNCACHED"] += len(ids)
            for worker in ids:
                self.read_past_cache(worker)

    def read_past_cache(self, worker):
        for _, keys in self.parts:
            self.op("reads", "uncached")
            if worker not in keys:
                break

    def prewarm(self, now):
        """Reads all records; the operations are those of the request that woke the isolate."""
        self.fired["PREWARM"] += 1
        for worker in self.everyone():
            self.look_up(worker, now)

    # -- registration

    def register(self, now, worker, said, services):
        fired, old = self.fired, self.kv.records.get(worker)
        record = (now,) + said + (services,)
        fired["JOIN" if old is None else "JOIN_AGAIN"] += 1
        fired["JOIN_NOTHING"] += not services
        if old is not None:
            fired["JOIN_LEAVES_NONE"] += bool(set(old[SERVICES]) - set(services))
        for part, value in reversed(list(zip(self.parts, self.split(record)))):
            self.write(part, worker, value, now, "registration")
        for service in services:
            self.op("reads", "index")
            ids = self.kv.indexes.get(service)
            if ids is not None and worker in ids:
                fired["JOIN_ALREADY"] += 1
                continue
            fired["JOIN_NEW_INDEX" if ids is None else "JOIN_INDEX"] += 1
            self.op("writes", "registration")
            self.kv.indexes[service] = (ids or ()) + (worker,)
        for service in services:
            self.indexes.drop(service)
        self.invalidate(services)

    def deregister(self, now, worker):
        fired, record = self.fired, self.look_in(self.parts[0], worker, now)
        if record is None:
            fired["LEAVE_UNKNOWN"] += 1
            return
        fired["LEAVE_STALE" if worker not in self.kv.records else "LEAVE"] += 1
        for cache, keys in reversed(self.parts):
            self.op("deletes", "registration")
            keys.pop(worker, None)
            cache.drop(worker)
        for service in record[SERVICES]:
            self.op("reads", "index")
            ids = self.kv.indexes.get(service, ())
            if worker not in ids:
                fired["LEAVE_NOT_IN"] += 1
                continue
            fired["LEAVE_INDEX"] += 1
            self.op("writes", "registration")
            self.kv.indexes[service] = tuple(other for other in ids if other != worker)
        for service in record[SERVICES]:
            self.indexes.drop(service)
        self.invalidate(record[SERVICES])

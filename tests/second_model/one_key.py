"""The layout with one key that holds the records of all workers.

Its value is a dict from workers to records, which keeps the order in which they came. It is never
changed in place: caches and the namespace share it.
"""

from second_model import Coordinator
from store import AT, BEAT, PERSISTED, SERVICES, VALUE, Cache

KEY = ""        # the name of the one key


class OneKey(Coordinator):
    """What an isolate does with each request, where all workers lie in one key."""

    @staticmethod
    def existing(kv, worker, record):
        kv.whole[KEY] = {**kv.whole.get(KEY, {}), worker: record}

    def cold_start(self):
        super().cold_start()
        self.workers = Cache(self.policy["cache.worker_ttl"], None, self.fired)
        self.parts = [(self.workers, self.kv.whole)]

    def held(self, part, key, now):
        entry = super().held(part, key, now)
        self.fired["ONE_READ" if entry is None else "ONE_HIT"] += 1
        self.fired["ONE_ABSENT"] += entry is None and key not in self.kv.whole
        return entry

    def everyone(self):
        """All that an admin page or a new isolate looks up."""
        return [KEY]

    def put(self, records, now, cause, services):
        """Writes the key; what was written is the entry then."""
        self.write(self.parts[0], KEY, records, now, cause)
        self.invalidate(services)

    def count_lost(self, worker, records):
        """Does this write for a worker undo what was written of others?"""
        kept = self.kv.whole[KEY]
        if self.workers.entries[KEY][PERSISTED] is kept:
            return      # made of what KV has
        others, ours = kept.keys() - {worker}, records.keys() - {worker}
        both = others & ours
        self.fired["ONE_LOST"] += any(records[other][BEAT] < kept[other][BEAT] for other in both)
        self.fired["ONE_LOST_GONE"] += len(others) > len(both)
        self.fired["ONE_LOST_BACK"] += len(ours) > len(both)

    # -- heartbeat

    def heartbeat(self, now, worker, said):
        records = self.known(now)
        if worker not in records:
            self.fired["ONE_UNKNOWN"] += 1
            self.fired["ONE_UNKNOWN_HERE"] += worker in self.kv.whole.get(KEY, {})
            return
        entry = self.workers.entries[KEY]
        record = (now,) + said + (records[worker][SERVICES],)
        why = self.why(record, records[worker], entry[PERSISTED][worker])
        records = {**records, worker: record}
        # The entry has the new record, but stays as old as it was.
        self.workers.put(KEY, (entry[AT], records, entry[PERSISTED]))
        self.fired["ONE_STAYS_OLD"] += not why and entry[AT] < now
        if not why:
            self.fired["ONE_SKIP"] += 1
        elif self.is_dropped(now):
            self.fired["ONE_DROPPED"] += 1
        else:
            self.fired["ONE_WRITE_" + why[0].split("-")[0].upper()] += 1
            self.count_others(worker, records, entry[PERSISTED])
            self.count_lost(worker, records)
            self.put(records, now, why[0], record[SERVICES])

    def known(self, now):
        """The records that a heartbeat looks at; none where KV does not have the key."""
        if self.always or self.baseline != "memory":
            return self.look_up(KEY, now) or {}
        entry = self.workers.entries.get(KEY)       # of any age
        if entry is None:       # without this it would have served, whatever the TTL
            self.fired["ONE_MEMORY_COLD"] += 1
            self.op("reads", "cold")
            return self.fill(self.parts[0], KEY, now) or {}
        self.fired["ONE_MEMORY_OLD"] += 0 < self.workers.ttl <= now - entry[AT]
        self.fired["ONE_MEMORY_OFF"] += self.workers.ttl == 0
        return entry[VALUE]

    def why(self, record, said, persisted):
        if self.always:
            return ["every-heartbeat"]
        base = said if self.baseline == "cached" else persisted
        self.fired["ONE_CACHED"] += base is not persisted
        return self.reasons(record, base)

    def count_others(self, worker, records, persisted):
        """Does this write carry what heartbeats of others said without being written?"""
        others = any(records[other] is not persisted[other] for other in records if other != worker)
        self.fired["ONE_OTHERS_WRITTEN"] += others

    # -- route

    def candidates(self, service, now):
        records = self.look_up(KEY, now) or {}
        offers = [(worker, record) for worker, record in records.items()
                  if service in record[SERVICES]]
        self.fired["ONE_ROUTE"] += len(offers) > 0
        return offers

    # -- registration

    def register(self, now, worker, said, services):
        fired = self.fired
        self.op("reads", "index")       # past the cache
        kept = self.kv.whole.get(KEY)
        fired["ONE_JOIN_FIRST"] += kept is None
        fired["ONE_JOIN" if worker not in (kept or {}) else "ONE_JOIN_AGAIN"] += 1
        entry = self.workers.entries.get(KEY)
        fired["ONE_JOIN_UNSAYS"] += entry is not None and entry[VALUE] is not entry[PERSISTED]
        records = {**(kept or {}), worker: (now,) + said + (services,)}
        self.put(records, now, "registration", services)

    def deregister(self, now, worker):
        records = self.look_up(KEY, now) or {}
        if worker not in records:
            self.fired["ONE_LEAVE_UNKNOWN"] += 1
            return
        self.fired["ONE_LEAVE" if worker in self.kv.whole[KEY] else "ONE_LEAVE_STALE"] += 1
        left = {other: record for other, record in records.items() if other != worker}
        self.fired["ONE_EMPTY"] += not left
        self.count_lost(worker, left)
        self.put(left, now, "registration", records[worker][SERVICES])

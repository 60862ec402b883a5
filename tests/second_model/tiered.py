"""The layout with two keys for each worker: what it can do, and its load.

Both are records in which the fields of the other key are empty; but the load carries the services
that its writer knew, so that a heartbeat that reads nothing can go on with them.
"""

from second_model import Coordinator
from store import AT, MODELS, PERSISTED, SERVICES, VALUE, Cache


def split(record):
    """What a worker can do, and its load."""
    can = (None, None, None, record[MODELS], record[SERVICES])
    load = record[:MODELS] + (None, record[SERVICES])
    return can, load


class Tiered(Coordinator):
    """What an isolate does with each request, where each worker has two keys."""

    @staticmethod
    def existing(kv, worker, record):
        kv.existing(worker, record)
        kv.capabilities[worker], kv.records[worker] = split(record)

    def split(self, record):
        return split(record)

    def cold_start(self):
        super().cold_start()
        ttl, bound = self.policy["capabilities_ttl"], self.policy["cache.max_entries"]
        self.capabilities = Cache(ttl, bound, self.fired)
        self.parts.insert(0, (self.capabilities, self.kv.capabilities))

    # -- lookups

    def held(self, part, key, now):
        entry = super().held(part, key, now)
        if entry is not None:
            is_load = part[0] is self.workers
            other = self.capabilities if is_load else self.workers
            name = "TIER_HIT_LOAD" if is_load else "TIER_HIT_CAPS"
            self.fired[name] += now - entry[AT] >= other.ttl
        return entry

    def look_up(self, worker, now):
        load = super().look_up(worker, now)
        if load is None:
            has = worker in self.kv.capabilities, worker in self.kv.records
            self.fired["TIER_SPARED"] += has == (False, True)
            self.fired["TIER_NO_LOAD"] += has == (True, False)
        return load

    def returned(self, worker, entries, now):
        load = super().returned(worker, entries, now)
        (_, can), (_, asked) = entries
        self.fired["TIER_PARALLEL"] += can is None and asked is None and load is not None
        self.fired["TIER_IN_VAIN"] += can is None and worker not in self.kv.capabilities
        return load

    # -- heartbeat

    def heartbeat(self, now, worker, said):
        unread = self.always or self.baseline == "memory"
        if not unread and not self.knows(0, worker, now):
            return
        record = (now,) + said + (self.services_of(worker),)
        can, load = split(record)
        # Its entry is replaced even if the load then turns out to be missing.
        why_can = self.replace(0, worker, can, now)
        if not unread and not self.knows(1, worker, now):
            return
        why_load = self.replace(1, worker, load, now)
        self.fired["TIER_MEMORY_HALF"] += (why_can == ["cold"]) != (why_load == ["cold"])
        # Both comparisons are over by now; the load is written first.
        wrote = (self.write_due(1, worker, load, now, why_load),
                 self.write_due(0, worker, can, now, why_can))
        self.count_writes(worker, wrote, (why_load, why_can))

    def knows(self, which, worker, now):
        known = self.look_in(self.parts[which], worker, now) is not None
        if not known:
            self.fired["TIER_UNKNOWN_LOAD" if which else "TIER_UNKNOWN"] += 1
        return known

    def services_of(self, worker):
        """The services by the entry of any age, else those that the load in KV carries.

        A heartbeat that looked up what its worker can do has such an entry. Where each heartbeat is
        written none is looked at.
        """
        kept = self.kv.records.get(worker)
        carried = kept[SERVICES] if kept else ()
        entry = None if self.always else self.capabilities.entries.get(worker)
        if entry is None:
            self.fired["TIER_CARRIED"] += len(carried) > 0
            return carried
        self.fired["TIER_CARRIES_OLD"] += kept is not None and carried != entry[VALUE][SERVICES]
        return entry[VALUE][SERVICES]

    def replace(self, which, worker, new, now):
        """Replaces the entry of one key; the reasons to write that key."""
        cache = self.parts[which][0]
        entry = cache.entries.get(worker)
        persisted = entry[PERSISTED] if entry else None
        if self.always:
            why = ["every-heartbeat"]
        elif persisted is None:     # memory has no entry, or what it has was never written
            self.fired["TIER_DROPPED_COLD"] += entry is not None
            why = ["cold"]
        else:
            why = self.why(which, new, entry)
            if self.baseline == "memory":
                self.fired["TIER_MEMORY_OLD"] += 0 < cache.ttl <= now - entry[AT]
                self.fired["TIER_MEMORY_OFF"] += cache.ttl == 0
        cache.put(worker, (now, new, persisted))
        return why

    def why(self, which, new, entry):
        base = entry[VALUE if self.baseline == "cached" else PERSISTED]
        self.fired["TIER_CACHED"] += base is not entry[PERSISTED]
        if which == 0:
            return self.exchanged(new, base)
        why = self.moved(new, base) + self.waited(new, base)
        self.fired["TIER_FIRST_REASON"] += len(why) > 1
        return why

    def write_due(self, which, worker, value, now, why):
        if not why or self.is_dropped(now):
            self.fired["TIER_DROPPED"] += len(why) > 0
            return False
        self.fired["TIER_WRITE_" + why[0].split("-")[0].upper()] += 1
        self.write(self.parts[which], worker, value, now, why[0])
        self.invalidate(value[SERVICES])
        return True

    def count_writes(self, worker, wrote, due):
        name = {(True, True): "TIER_BOTH_WRITTEN", (True, False): "TIER_LOAD_ALONE",
                (False, True): "TIER_CAPS_ALONE", (False, False): "TIER_SKIP"}[wrote]
        self.fired[name] += 1
        self.fired["TIER_DROPPED_SECOND"] += wrote == (True, False) and len(due[1]) > 0
        if True in wrote:
            halves = (worker in self.kv.records) + (worker in self.kv.capabilities)
            self.fired["TIER_REVIVES_HALF"] += halves == 1

    # -- registration

    def register(self, now, worker, said, services):
        self.fired["TIER_JOIN"] += 1
        super().register(now, worker, said, services)

    def deregister(self, now, worker):
        had = (worker in self.kv.capabilities, worker in self.kv.records)
        super().deregister(now, worker)
        self.fired["TIER_LEAVE"] += had == (True, True)
        self.fired["TIER_LEAVE_HALF"] += had == (True, False)

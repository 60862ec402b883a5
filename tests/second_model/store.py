"""What holds state in the second model: the namespace, and one module-level cache of an isolate."""

from collections import OrderedDict

# The fields of a record, which is a tuple: comparing and copying it is then plain.
BEAT, STATUS, LOAD, MODELS, SERVICES = range(5)
# The fields of a cache entry. `PERSISTED` is what this isolate last read from or wrote to KV.
AT, VALUE, PERSISTED = range(3)


class Kv:
    """One namespace, seen alike by all. A dict keeps the order in which keys came into it."""

    def __init__(self):
        self.records = {}       # in `layout: tiered` these are the loads
        self.capabilities = {}  # `layout: tiered` alone
        self.indexes = {}
        self.whole = {}         # `layout: one-key` alone: nothing, or the one key

    def existing(self, worker, record):
        for service in record[SERVICES]:
            ids = self.indexes.setdefault(service, ())
            if worker not in ids:
                self.indexes[service] = ids + (worker,)
        self.records[worker] = record


class Cache:
    """One module-level cache of one isolate."""

    def __init__(self, ttl, bound, fired):
        self.ttl, self.bound, self.fired = ttl, bound, fired
        self.entries = OrderedDict()
        self.gone = {}      # why an entry that once was there is not, and how old it would be
        self.why = ""       # why the last lookup missed
        self.births, self.born = 0, {}

    def fresh(self, key, now):
        entry = self.entries.get(key)
        if self.ttl == 0:
            self.why = "uncached"
        elif entry is None:
            why, at = self.gone.get(key, ("cold", now))
            # Had it stayed, it might have been too old by now: then losing it cost nothing.
            self.why = why if now - at < self.ttl else "expired"
        else:
            age = now - entry[AT]
            if age < self.ttl:
                if age + 1 == self.ttl:
                    self.fired["HIT_EDGE"] += 1
                if self.bound:
                    self.entries.move_to_end(key)   # a lookup that hits is use
                return entry
            if age == self.ttl:
                self.fired["MISS_EDGE"] += 1
            self.why = "expired"
        return None

    def put(self, key, entry):
        self.entries[key] = entry
        self.gone.pop(key, None)
        if self.bound:
            self._make_room(key)

    def _make_room(self, key):
        self.entries.move_to_end(key)
        self.births += 1
        self.born.setdefault(key, self.births)
        if len(self.entries) > self.bound:
            victim, entry = self.entries.popitem(last=False)
            self.gone[victim] = "evicted", entry[AT]
            self.fired["EVICTION"] += 1
            born = self.born.pop(victim)
            if min(self.born.values()) < born:
                self.fired["EVICTION_BY_USE"] += 1

    def drop(self, key):
        entry = self.entries.pop(key, None)
        if entry is None:
            return False
        self.born.pop(key, None)
        self.gone[key] = "invalidated", entry[AT]
        return True

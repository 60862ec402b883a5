"""One isolate of the second model: its caches, and how it comes by records and ids."""

from store import VALUE, Cache

PAGE = 1_000          # keys on one page of a list
DAY = 86_400_000
AT_ONCE = 6           # reads of one request that may be under way together


class Isolate:
    """One running instance of the coordinator, without its requests."""

    def __init__(self, policy, kv, tally, fired):
        self.kv, self.tally, self.fired = kv, tally, fired
        self.policy = policy
        self.always = policy["write.when"] == "always"
        self.baseline = policy["write.baseline"]
        self.identity = policy["write.models_compare"] == "identity"
        self.delta = policy["write.load_delta"]
        self.interval = policy["write.max_interval"]
        self.health_timeout = policy["health_timeout"]
        self.kind = ""
        self.cold_start()

    def cold_start(self):
        ttls = (self.policy["cache." + name] for name in ("worker_ttl", "service_ttl", "index_ttl"))
        bound = self.policy["cache.max_entries"]
        self.workers, self.lists, self.indexes = (Cache(ttl, bound, self.fired) for ttl in ttls)
        # The keys of a worker in the order of their lookups: the cache and the namespace's part of
        # each. The record that a lookup gives is that of the last.
        self.parts = [(self.workers, self.kv.records)]
        self.is_new = True
        self.written_on = []    # the day of each write of a heartbeat

    def op(self, op, cause):
        self.tally[self.kind, op, cause] += 1

    def look_up(self, worker, now):
        """The record; None where KV lacks a key of it, after which no other is looked up."""
        record = None
        for part in self.parts:
            record = self.look_in(part, worker, now)
            if record is None:
                break
        return record

    def look_in(self, part, key, now):
        """The value of one key by a fresh entry, else by one read; None where KV has none."""
        entry = self.held(part, key, now)
        return self.fill(part, key, now) if entry is None else entry[VALUE]

    def held(self, part, key, now):
        """The fresh entry of a key; where there is none a read is issued."""
        cache = part[0]
        entry = cache.fresh(key, now)
        if entry is not None:
            self.fired["HIT"] += 1
        else:
            self.op("reads", cache.why)
            self.fired["MISS_" + cache.why.upper()] += 1
        return entry

    def fill(self, part, key, now):
        """A read returns."""
        cache, keys = part
        value = keys.get(key)
        if value is None:       # of a key that KV does not have nothing is cached
            self.fired["ABSENT_KEEPS"] += key in cache.entries
        else:
            cache.put(key, (now, value, value))
        return value

    def is_dropped(self, now):
        """Has this isolate written as often today as it may? Else it writes once more."""
        most, today = self.policy["write.max_per_day"], now // DAY
        if most is not None and self.written_on.count(today) >= most:
            self.fired["DROPPED"] += 1
            return True
        self.written_on.append(today)
        return False

    def write(self, part, key, value, now, cause):
        """Writes a key; its entry then is what was written."""
        cache, keys = part
        self.op("writes", cause)
        keys[key] = value
        cache.put(key, (now, value, value))

    def invalidate(self, services):
        which = self.policy["cache.invalidate"]
        held = len(self.lists.entries)
        if which == "all":
            for service in list(self.lists.entries):
                self.lists.drop(service)
            self.fired["DROP_ALL"] += held > 0
        elif which == "affected":
            dropped = sum([self.lists.drop(service) for service in services])
            self.fired["DROP_AFFECTED"] += dropped > 0
            self.fired["SPARE_OTHERS"] += held > dropped
        else:
            self.fired["DROP_NONE"] += held > 0

    def read_all(self, ids, now, fanout="sequential"):
        """Looks workers up in this order; of all requests a route alone may do so in parallel.

        In parallel the lookups of all come first, as those of a `Promise.all` do: the platform
        holds back reads, not lookups. The reads then return in the order in which they were asked.
        """
        if fanout == "sequential":
            return [(worker, self.look_up(worker, now)) for worker in ids]
        looked_up = [(worker, [(part, self.held(part, worker, now)) for part in self.parts])
                     for worker in ids]
        asked = sum([entry is None for _, entries in looked_up for _, entry in entries])
        self.fired["PARALLEL"] += asked > 1
        self.fired["PARALLEL_MANY"] += asked > AT_ONCE
        return [(worker, self.returned(worker, entries, now)) for worker, entries in looked_up]

    def returned(self, worker, entries, now):
        """The record once the reads of its keys have returned; None where KV lacks one of them."""
        values = [self.fill(part, worker, now) if entry is None else entry[VALUE]
                  for part, entry in entries]
        return None if None in values else values[-1]

    def everyone(self):
        ids = list(self.kv.records)
        how = self.policy["enumerate"]
        self.fired["IDS_" + how.upper()] += 1
        if how == "index":
            self.op("reads", "index")
        elif how == "list":
            pages = max(1, -(-len(ids) // PAGE))
            self.fired["IDS_PAGES"] += pages > 1
            self.fired["IDS_NOBODY"] += not ids
            self.fired["IDS_FULL"] += len(ids) > 0 and len(ids) % PAGE == 0
            for _ in range(pages):
                self.op("lists", "index")
            by_name = sorted(ids, key=lambda worker: worker.encode("utf-8"))
            self.fired["IDS_BY_NAME"] += by_name != ids
            ids = by_name
        return ids

"""One isolate of the second model: its caches, and how it comes by records and ids."""

from store import SERVICES, VALUE, Cache

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
        self.is_new = True
        self.written_on = []    # the day of each write of a heartbeat

    def op(self, op, cause):
        self.tally[self.kind, op, cause] += 1

    def look_up(self, worker, now):
        """The record by a fresh entry, else by one read; None where KV has none."""
        entry = self.workers.fresh(worker, now)
        if entry is not None:
            self.fired["HIT"] += 1
            return entry[VALUE]
        self.op("reads", self.workers.why)
        self.fired["MISS_" + self.workers.why.upper()] += 1
        return self.fill(worker, now)

    def fill(self, worker, now):
        record = self.kv.records.get(worker)
        if record is None:      # of a key that KV does not have nothing is cached
            self.fired["ABSENT_KEEPS"] += worker in self.workers.entries
        else:
            self.workers.put(worker, (now, record, record))
        return record

    def is_dropped(self, now):
        """Has this isolate written as often today as it may? Else it writes once more."""
        most, today = self.policy["write.max_per_day"], now // DAY
        if most is not None and self.written_on.count(today) >= most:
            self.fired["DROPPED"] += 1
            return True
        self.written_on.append(today)
        return False

    def write(self, worker, record, now, cause):
        """Writes a record that the cache entry already holds."""
        self.op("writes", cause)
        self.kv.records[worker] = record
        self.workers.put(worker, (now, record, record))
        self.invalidate(record[SERVICES])

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
        found, asked = {}, []
        for worker in ids:
            entry = self.workers.fresh(worker, now)
            if entry is not None:
                self.fired["HIT"] += 1
                found[worker] = entry[VALUE]
            else:
                self.op("reads", self.workers.why)
                self.fired["MISS_" + self.workers.why.upper()] += 1
                asked.append(worker)
        self.fired["PARALLEL"] += len(asked) > 1
        self.fired["PARALLEL_MANY"] += len(asked) > AT_ONCE
        for worker in asked:
            found[worker] = self.fill(worker, now)
        return [(worker, found[worker]) for worker in ids]

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

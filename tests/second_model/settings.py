"""The settings of a policy: the presets, random ones, and how a scenario spells them."""

# The keys are those of a scenario's `policy`; durations in milliseconds.
_OPTIMIZED = {
    "write.when": "changed", "write.baseline": "persisted", "write.models_compare": "structural",
    "write.load_delta": 0.2, "write.max_interval": 300_000,
    "write.max_per_day": None, "write.best_effort": False,
    "cache.worker_ttl": 30_000, "capabilities_ttl": 300_000,
    "cache.service_ttl": 30_000, "cache.index_ttl": 0,
    "cache.max_entries": None, "cache.invalidate": "all", "cache.admin": True,
    "cache.prewarm": False, "reads.fanout": "sequential", "reads.coalesce": False,
    "reads.index": "read", "enumerate": "known", "health_timeout": 600_000,
    "layout": "per-worker",
}
PRESETS = {
    "naive": dict(_OPTIMIZED, **{
        "write.when": "always", "cache.worker_ttl": 0, "capabilities_ttl": 0,
        "cache.service_ttl": 0, "cache.admin": False, "reads.index": "known"}),
    "optimized": _OPTIMIZED,
    "as-published": dict(_OPTIMIZED, **{
        "write.baseline": "cached", "write.models_compare": "identity"}),
    "module-throttle": dict(_OPTIMIZED, **{"write.baseline": "memory"}),
    "tiered": dict(_OPTIMIZED, **{"layout": "tiered", "cache.index_ttl": 120_000}),
    "one-key": dict(_OPTIMIZED, **{"layout": "one-key"}),
}

_DURATIONS = ("write.max_interval", "cache.worker_ttl", "capabilities_ttl",
              "cache.service_ttl", "cache.index_ttl", "health_timeout")
_TTLS = (0, 1, 10_000, 30_000, 30_000, 30_001, 60_000, 300_000, 3_600_000)
_CHOICES = {
    "write.when": ("changed", "changed", "changed", "changed", "always"),
    "write.baseline": ("persisted", "cached", "memory"),
    "write.models_compare": ("structural", "structural", "structural", "identity"),
    "write.load_delta": (0.0, 0.1, 0.2, 0.2, 0.3, 0.5),
    "write.max_interval": (0, 30_000, 299_999, 300_000, 300_000, 3_600_000),
    "write.max_per_day": (None, None, None, 1, 5, 50),
    "write.best_effort": (False, True),
    "cache.worker_ttl": _TTLS,
    "capabilities_ttl": _TTLS,
    "cache.service_ttl": _TTLS,
    "cache.index_ttl": _TTLS,
    "cache.max_entries": (None, None, 1, 2, 3, 5, 8),
    "cache.invalidate": ("all", "affected", "none"),
    "cache.admin": (True, True, False),
    "cache.prewarm": (False, False, True),
    "reads.fanout": ("sequential", "parallel"),
    "reads.coalesce": (False, True),
    "reads.index": ("read", "read", "known"),
    "enumerate": ("known", "index", "list"),
    "health_timeout": (30_000, 90_000, 300_000, 600_000),
    "layout": ("per-worker",) * 6 + ("tiered",) * 2 + ("one-key",) * 2,
}


def random_policy(pick):
    """A policy with every setting drawn; `pick` draws from a tuple."""
    return {key: pick(choices) for key, choices in _CHOICES.items()}


def yaml(policy):
    """The policy as the value of a scenario's `policy`: one line in YAML's flow style."""
    sections = {}
    for key, value in policy.items():
        section, _, field = key.rpartition(".")
        sections.setdefault(section, []).append("%s: %s" % (field, _spelled(key, value)))
    top = ["extends: optimized"] + sections.pop("", [])
    top += ["%s: { %s }" % (name, ", ".join(fields)) for name, fields in sections.items()]
    return "{ %s }" % ", ".join(top)


def _spelled(key, value):
    if value is None:
        return "unbounded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "%dms" % value if key in _DURATIONS else str(value)

"""Reads a trace and replays it through the second model."""

from collections import Counter, OrderedDict

from one_key import OneKey
from second_model import Coordinator
from store import Kv
from tiered import Tiered

LAYOUTS = {"per-worker": Coordinator, "tiered": Tiered, "one-key": OneKey}


def names(text):
    """The names of a `;`-separated list in order; a repeated one counts once."""
    return tuple(OrderedDict.fromkeys(name for name in text.split(";") if name))


def events(rows):
    """Parses the rows of a trace, without its header."""
    for time, isolate, kind, target, status, load, models, services in rows:
        said = (status, float(load), tuple(filter(None, models.split(";")))) if load else None
        yield int(time), isolate, kind, target, said, names(services)


def replay(trace, policy, fired, step=None):
    """The requests by kind, the operations by (kind, operation, cause), the picks of the routes.

    `trace` is a list of `events`. `step` is told the tally after each row.
    """
    kv, requests, tally, picks = Kv(), Counter(), Counter(), Counter()
    layout, isolates = LAYOUTS[policy["layout"]], {}
    for now, isolate, kind, target, said, services in trace:
        if kind == "existing":
            layout.existing(kv, target, (now,) + said + (services,))
        else:
            where = isolates.get(isolate)
            if where is None:
                where = isolates[isolate] = layout(policy, kv, tally, fired)
            if kind == "cold_start":
                fired["COLD_START"] += 1
                where.cold_start()
            else:
                requests[kind] += 1
                picked = where.request(now, kind, target, said, services)
                if kind == "route":
                    picks[picked] += 1
        if step:
            step(tally)
    return requests, tally, picks

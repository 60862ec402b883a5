"""Random traces from a seed, made to sit where rules differ.

Steps of time often are exactly a TTL or one millisecond beside it, loads lie on the delta of 0.2 as
IEEE doubles do, model sets come in another order or with a name repeated, workers and services that
nobody knows are asked for, and workers come and go while other isolates still hold them.
"""

import random

HEADER = "time_ms,isolate,request,target,status,load,models,services".split(",")
LENGTH = 5_000

# A trace is dense or sparse; mostly on a grid of 5 s, so that whole TTLs are often met exactly.
_PACES = (
    (0, 0, 0, 0, 5_000, 5_000, 5_000, 5_000, 10_000, 30_000, 30_000),
    (0, 0, 0, 0, 0, 0, 0, 0, 5_000, 5_000),
    (0, 0, 0, 0, 1_000, 5_000),
)
_RARE_STEPS = (1, 4_999, 15_000, 29_999, 30_001, 60_000, 299_999, 300_000, 300_001, 600_000,
               600_001)
# 0.4 - 0.2 is 0.2; 0.8 - 0.6 is a little more, 0.7 - 0.5 a little less.
_LOADS = ("0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1", "1.2",
          "0.30000000000000004", "0.6000000000000001", "1e-1")
_STATUSES = ("online",) * 6 + ("offline", "busy", "draining")
_MODELS = ("", "m1", "m2", "m1;m2", "m2;m1", "m1;m1;m2", "m3;m1;m2", "m1;m2;m3", "m2;m3;m2")
_SERVICES = ("rag", "img", "tts", "asr", "ocr")
# Records that fill pages of a list; as workers come and go, their number passes these.
_CROWDS = (1_000, 1_000, 2_000)


class _Worker:
    def __init__(self, pick):
        self.status, self.load, self.models = "online", pick(_LOADS), pick(_MODELS)


class Generator:
    """The rows of one trace."""

    def __init__(self, number):
        self.draw = random.Random(number).random
        many = is_crowded(number)
        self.isolates = "abcde"[: 1 + self.below(5)]
        self.services = _SERVICES[: 1 + self.below(5)]
        self.workers = ["w%d" % i for i in range(1 + self.below(12))]
        self.state = {name: _Worker(self.pick) for name in self.workers + ["ghost"]}
        self.crowd = self.pick(_CROWDS) - self.below(len(self.workers) + 1) if many else 0
        # In a crowd an admin page costs a thousand reads.
        self.admins = 0.001 if many else 0.04
        self.restless = self.pick((0.02, 0.1, 0.3))
        self.joins = self.pick((0.005, 0.02, 0.06))
        self.pace = self.pick(_PACES)
        self.rare = self.pick((0.01, 0.03, 0.08))
        # How often a worker's heartbeat reaches the isolate that it reached before.
        self.sticky = self.pick((0, 0.6, 0.95))
        self.home = {name: self.pick(self.isolates) for name in self.state}
        self.now = 0

    def below(self, end):
        return int(self.draw() * end)

    def pick(self, choices):
        return choices[int(self.draw() * len(choices))]

    def rows(self):
        made = list(self.existing())
        while len(made) < LENGTH:
            made.append(self.event())
        return made

    def some_services(self):
        count = self.pick((0, 1, 1, 1, 2, 2, 3))
        names = [self.pick(self.services) for _ in range(count)]
        if names and self.draw() < 0.1:
            names.append(names[0])
        return ";".join(names)

    def existing(self):
        for name in self.workers:
            if self.draw() < 0.6:
                self.now += self.pick((0, 0, 0, 5_000))
                state = self.state[name]
                yield self.row("existing", name, state, self.some_services())
        for i in range(self.crowd):
            yield self.row("existing", "c%d" % i, self.state["ghost"], "")

    def row(self, kind, target="", state=None, services=""):
        said = (state.status, state.load, state.models) if state else ("", "", "")
        stays = kind == "heartbeat" and self.draw() < self.sticky
        isolate = self.home[target] if stays else self.pick(self.isolates)
        return (str(self.now), isolate, kind, target) + said + (services,)

    def pass_time(self):
        if self.draw() < self.rare:
            self.now += self.pick(_RARE_STEPS)
        elif self.draw() < self.rare / 4:
            self.now += self.below(90_000)
        else:
            self.now += self.pick(self.pace)

    def somebody(self):
        return "ghost" if self.draw() < 0.01 else self.pick(self.workers)

    def event(self):
        self.pass_time()
        chance = self.draw()
        if chance < self.joins:
            return self.joining()
        if chance > 1 - self.admins:
            return self.row("admin")
        chance = self.draw()
        if chance < 0.006:
            return self.row("cold_start")
        if chance < 0.016:
            return self.row("stats")
        if chance < 0.3:
            known = self.draw() > 0.03
            return self.row("route", self.pick(self.services) if known else "nowhere")
        return self.beat()

    def beat(self):
        name = self.somebody()
        state = self.state[name]
        if self.draw() < self.restless:
            self.change(state)
        return self.row("heartbeat", name, state)

    def change(self, state):
        chance = self.draw()
        if chance < 0.5 or chance > 0.9:
            state.load = self.pick(_LOADS)
        if 0.5 < chance < 0.75:
            state.models = self.pick(_MODELS)
        if chance > 0.75:
            state.status = self.pick(_STATUSES)

    def joining(self):
        name = self.somebody()
        if self.draw() < 0.3:
            return self.row("deregister", name)
        return self.row("register", name, self.state[name], self.some_services())


def is_crowded(number):
    """Does this trace begin with a thousand records or more?"""
    return number % 20 == 7


def rows(number):
    """The rows of the trace with this number, without the header."""
    return Generator(number).rows()


def pick(number):
    """Draws the settings that go with a trace, apart from its rows."""
    draw = random.Random(number * 1_000_003 + 1).random
    return lambda choices: choices[int(draw() * len(choices))]

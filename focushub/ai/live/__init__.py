"""What becomes of a run, told while it happens: from the worker over Redis to whoever watches it.

`log` knows how it stands in Redis, `outbox` is the worker's side, `watching` the web's. None of it
is needed for an answer: with Redis away a watcher gets the draft and, in the end, the answer.
(That a run changed at all is told to all devices of its person by `focushub.realtime`.)
"""

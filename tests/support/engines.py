"""Engines of one, in the process of a test."""

from __future__ import annotations

from archiver.scale.doing import do


class Here:
    """Does a task when its outcome is asked for, the last first; after ``most`` of them, somebody presses Ctrl-C."""

    about = None
    capacity = 3

    def __init__(self, do=do, *, most=1_000):
        self._do = do
        self._tasks = []
        self._left = most
        #: the names of tasks, as they were done
        self.done = []

    def put(self, task):
        self._tasks.append(task)

    def watch(self):
        return iter(())

    def take(self):
        self._left -= 1
        if self._left < 0:
            raise KeyboardInterrupt
        task = self._tasks.pop()
        self.done.append(task.name)
        return self._do(task)

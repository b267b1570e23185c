import threading

import pytest

from focushub.common.breaker import CircuitBreaker


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(faults=3, rest_seconds=10, max_rest=40, clock=clock)


def open_it(breaker):
    for _ in range(3):
        breaker.faulted()


def test_faults_below_the_threshold_change_nothing(breaker):
    breaker.faulted()
    breaker.faulted()

    assert breaker.allows()
    assert not breaker.is_open


def test_a_success_between_faults_starts_the_count_anew(breaker):
    breaker.faulted()
    breaker.faulted()
    breaker.succeeded()
    breaker.faulted()
    breaker.faulted()

    assert breaker.allows()


def test_enough_faults_in_a_row_open_it_for_the_rest(breaker, clock):
    open_it(breaker)

    assert breaker.is_open
    assert not breaker.allows()
    clock.now += 9.9
    assert not breaker.allows()


def test_after_the_rest_one_caller_may_try_and_the_others_wait_for_it(breaker, clock):
    open_it(breaker)
    clock.now += 10

    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_a_trial_that_never_reports_back_is_followed_by_another(breaker, clock):
    open_it(breaker)
    clock.now += 10
    breaker.allows()
    clock.now += 10

    assert breaker.allows()


def test_a_trial_that_works_closes_it(breaker, clock):
    open_it(breaker)
    clock.now += 10
    breaker.allows()
    breaker.succeeded()

    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_each_trial_that_fails_doubles_the_rest_up_to_the_longest(breaker, clock):
    open_it(breaker)
    rests = []
    for _ in range(4):
        start = clock.now
        while not breaker.allows():
            clock.now += 1
        rests.append(clock.now - start)
        breaker.faulted()

    assert rests == [10, 20, 40, 40]


def test_after_a_success_the_first_rest_is_short_again(breaker, clock):
    open_it(breaker)
    clock.now += 10
    breaker.allows()
    breaker.faulted()
    breaker.succeeded()
    open_it(breaker)
    clock.now += 10

    assert breaker.allows()


def test_a_reset_closes_it(breaker):
    open_it(breaker)
    breaker.reset()

    assert breaker.allows()


def test_of_many_threads_one_tries(breaker, clock):
    open_it(breaker)
    clock.now += 10
    start, allowed = threading.Barrier(8), []

    def ask():
        start.wait()
        allowed.append(breaker.allows())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(allowed) == [False] * 7 + [True]

"""A VAD that is not ours may raise, hang, be slow or return anything; its site is deaf for a while then."""

import threading

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.engines.vad import guarded
from sarai_mqtt.engines.vad.guarded import MAX_FAULTS, MAX_HUNG, RETRY_S, GuardedVad, VadGuard
from sarai_mqtt.engines.vad.webrtc import WebRtcVad
from tests.harness.audio import LOUD, QUIET, LoudVad
from tests.harness.clock import ManualClock
from tests.harness.conformance import check_vad
from tests.harness.small_engines import install
from tests.harness.waiting import WAIT_S

HANGS, SLOW = b"hangs", b"slow"


class Odd(LoudVad):
    """Judges by loudness. A frame may be what it does instead: an error, an answer, HANGS or SLOW."""

    def __init__(self, house):
        self.house, self.thread = house, threading.get_ident()

    def is_speech(self, frame):
        self.house.threads.add(threading.get_ident())
        if frame == HANGS:
            self.house.begun.release()
            assert self.house.gate.wait(WAIT_S)
        if frame == SLOW:
            self.house.clock.now += self.house.slow_s
        if isinstance(frame, BaseException):
            raise frame
        return super().is_speech(frame) if isinstance(frame, bytes) else frame


class House:
    """A guard, its clock, and the VADs that it has made."""

    def __init__(self, limit_s=0.05):
        self.clock, self.gate, self.begun = ManualClock(), threading.Event(), threading.Semaphore(0)
        self.made, self.threads, self.slow_s = [], set(), 0.03
        self.guard = VadGuard(self.make, limit_s, self.clock)

    def make(self):
        self.made.append(Odd(self))
        return self.made[-1]

    def fails(self, vad, frame):
        """Return the error with which `vad` refuses `frame`."""
        with pytest.raises(SaraiError) as error:
            vad.is_speech(frame)
        return error.value

    def patient(self):
        """However slow this box is, what works is not stuck from now on."""
        self.guard.limit_s = WAIT_S


@pytest.fixture
def house():
    made = House(WAIT_S)
    yield made
    made.gate.set()


def test_every_site_has_a_vad_of_its_own_and_all_are_asked_on_one_other_thread(house):
    vads = [house.guard.new_vad() for _ in range(3)]
    assert [vad.is_speech(frame) for vad in vads for frame in (LOUD, QUIET)] == [True, False] * 3
    assert len(house.made) == 3
    assert len(house.threads) == 1
    assert {vad.thread for vad in house.made} == house.threads != {threading.get_ident()}


def test_a_vad_behind_the_guard_is_like_any_other():
    check_vad(VadGuard(LoudVad, WAIT_S).new_vad, LOUD * 50)


def test_a_vad_that_hangs_is_given_up_and_a_new_one_comes_later(house):
    vad, other = house.guard.new_vad(), house.guard.new_vad()
    assert vad.is_speech(LOUD)
    house.guard.limit_s = 0.05
    error = house.fails(vad, HANGS)
    assert (error.code, error.reason) == ("engine_stuck", "The VAD has not returned for 0.05 s.")
    house.patient()
    assert house.guard.hung == 1
    assert other.is_speech(LOUD)
    # deaf, and a frame a second is refused
    heard = [vad.is_speech(LOUD) for _ in range(49)]
    assert house.fails(vad, LOUD) is error
    assert not any(heard)
    house.clock.now += RETRY_S
    assert vad.is_speech(LOUD)
    assert len(house.made) == 3
    # what hung returns, and disturbs nobody
    house.gate.set()
    for thread in list(house.guard._hung):
        thread._thread.join(WAIT_S)
    assert house.guard.hung == 0
    assert [vad.is_speech(frame) for frame in (QUIET, LOUD)] == [False, True]


def test_each_time_the_wait_is_twice_as_long_until_a_vad_has_proved_itself(house, monkeypatch):
    monkeypatch.setattr(guarded, "_PROVEN", 3)
    vad, waits = house.guard.new_vad(), []
    for frames in (1, 1, 1, 3, 1):
        for _ in range(frames):
            assert vad.is_speech(LOUD)
        house.fails(vad, "no bool")
        waits.append(vad._retry_at - house.clock.now)
        house.clock.now = vad._retry_at
    assert waits == [RETRY_S, 2 * RETRY_S, 4 * RETRY_S, RETRY_S, 2 * RETRY_S]


def test_only_so_many_threads_hang_for_vads_that_never_worked(house):
    proven = house.guard.new_vad()
    assert proven.is_speech(LOUD)
    house.guard.limit_s = 0.01
    for _ in range(MAX_HUNG):
        vad = house.guard.new_vad()
        vad._vad = house.make()  # so that it is the frame in which it hangs
        house.fails(vad, HANGS)
    house.patient()
    for _ in range(MAX_HUNG):
        assert house.begun.acquire(timeout=WAIT_S)
    assert house.guard.hung == MAX_HUNG
    made, late = len(house.made), house.guard.new_vad()
    heard = [late.is_speech(LOUD) for _ in range(49)]
    assert house.fails(late, LOUD).code == "engine_stuck"
    assert not any(heard)
    assert len(house.made) == made
    assert proven.is_speech(LOUD)
    house.gate.set()
    for thread in list(house.guard._hung):
        thread._thread.join(WAIT_S)
    assert late.is_speech(LOUD)


def test_a_vad_that_takes_longer_than_its_frames_last_is_given_up(house):
    house.slow_s = 0.02 + WAIT_S / 25
    vad, error = house.guard.new_vad(), None
    for frames in range(1, 100):
        try:
            vad.is_speech(SLOW)
        except SaraiError as failed:
            error = failed
            break
    assert error.code == "engine_stuck"
    assert "20 ms" in error.reason
    assert frames in (25, 26)  # it may fall behind by the longest wait


def test_one_slow_frame_now_and_then_does_no_harm(house):
    vad = house.guard.new_vad()
    for _ in range(100):
        vad.is_speech(SLOW)
        assert vad.is_speech(LOUD)


def test_a_vad_that_raises_costs_a_frame_and_one_that_goes_on_is_given_up(house):
    vad = house.guard.new_vad()
    for _ in range(2 * MAX_FAULTS):
        with pytest.raises(ZeroDivisionError):
            vad.is_speech(ZeroDivisionError("x"))
        assert vad.is_speech(LOUD)
    for _ in range(MAX_FAULTS - 1):
        with pytest.raises(ZeroDivisionError):
            vad.is_speech(ZeroDivisionError("x"))
    error = house.fails(vad, ZeroDivisionError("x"))
    assert error.code == "engine_failed"
    assert "ZeroDivisionError" in error.reason
    assert not vad.is_speech(LOUD)
    house.clock.now += RETRY_S
    assert vad.is_speech(LOUD)
    assert len(house.made) == 2


def test_what_would_end_the_process_ends_nothing(house):
    vad = house.guard.new_vad()
    assert house.fails(vad, SystemExit(3)).code == "engine_failed"
    assert vad.is_speech(LOUD)


@pytest.mark.parametrize("answer", [None, 1, 0.7, "yes"])
def test_a_verdict_that_is_no_bool_is_refused(house, answer):
    assert house.fails(house.guard.new_vad(), answer).code == "engine_failed"


def test_a_vad_that_cannot_be_made_is_a_fault_like_any_other(house):
    def make():
        raise ZeroDivisionError

    house.guard.make = make
    vad = house.guard.new_vad()
    for _ in range(MAX_FAULTS - 1):
        with pytest.raises(ZeroDivisionError):
            vad.is_speech(LOUD)
    assert house.fails(vad, LOUD).code == "engine_failed"
    house.guard.make = house.make
    house.clock.now += RETRY_S
    assert vad.is_speech(LOUD)


def test_a_further_vad_is_guarded_and_those_of_the_project_are_not(monkeypatch, tmp_path):
    install.install(monkeypatch)
    assert isinstance(Assembly(install.settings(tmp_path)).new_vad(), GuardedVad)
    monkeypatch.setenv("SARAI_AUDIO_VAD", "webrtc")
    assert isinstance(Assembly(load_settings()).new_vad(), WebRtcVad)

"""Checks what a service publishes, and what it asks of the house, against the rules of turns, as it happens.

The rules use nothing but what crosses a port: events, orders, audit entries, the audio that the VAD was given
and the utterances that the recogniser was given.

* **Floor.** A turn shows that it has the floor by its first event other than a Hypothesis, or by its first
  order; it has it until its TurnReport. Meanwhile no other turn of the site may show anything, with one
  exception: the report `cancelled` of a turn that has shown nothing, which was queued and is given up. After
  its report a turn shows nothing. A Hypothesis is of a draft: a draft begins only while no turn has the floor
  and all others wait behind it, so it too may not come while another turn has the floor, nor after speech
  that has gone on.
* **Slots.** At most `turns_at_once` turns have the floor, all sites together; turns that may have been
  drafts, which are those of utterances where drafts are on, do not count, since a draft that is granted
  waits for no slot.
* **Stop.** A turn that was stopped or silenced shows nothing more, and is reported as cancelled; so is a text
  that waited when its site was stopped, and what had been said to its end.
* **Cancel.** Nothing else is cancelled, but what waits in a queue: an older utterance, texts in a flood.
* **Draft.** A draft that was withdrawn never shows that it has the floor, and has no report. Each frame of
  speech has a number, and each transcript a confidence of its own: so it is known which speech a turn
  answers. No speech may be answered, or reported, by two turns.
* **Speech.** The chunks of a turn count 0, 1, 2...; exactly one is the last; none comes after a Silence of
  that turn. An answered turn that spoke has sent its last chunk, and so has one that failed in mid-speech:
  the speaker waits for it. One that is cancelled in mid-speech has sent it or was silenced.
* **Acts.** A turn acts once, and only while no other has the floor at that site. The lock is turned once for
  each question, and not after the turn that asked has failed: nobody has heard that question.
* **Microphone.** It is opened once for each question, the newest of the site, unless the site was stopped or
  a turn has failed since.
* **Reports.** Each turn that has shown itself, each text that was accepted and each utterance that has ended
  (the presence of its site tells) is reported once.
* **Settings.** A site that is muted or disabled hears nothing, and one that is disabled takes no text.
* **State.** No state is shown twice running, but for what is published again: the state of a site that is
  created, and the one that the settings of the site follow at once. `speaking` is shown only right after a
  first chunk; while a turn speaks nothing else is, unless it was silenced or stopped.
* A site that was forgotten may report its turns as cancelled later; nothing else of them is shown.
"""

from collections import Counter

from sarai_mqtt.core.events import (
    Arbitration,
    Failure,
    Hypothesis,
    Intent,
    Listen,
    Presence,
    Reply,
    SettingChanged,
    Silence,
    SpeechChunk,
    StateChanged,
    Transcript,
    TurnReport,
)
from tests.harness.ports import FakeOutbox
from tests.harness.site_seen import SeenSite, SeenTurn
from tests.harness.speech_frames import numbers_in

LOCK = "lock.door"
# Loud frames in a row that end a pause: `resume_ms`.
_RESUMES = 3
# Iterations of the loop after which a withdrawn draft must have stopped.
_SOON = 4
# Texts that wait at a site before one of them may be given up: eight, a few of which nobody has written.
_MANY_TEXTS = 4
_OF_A_TURN = Transcript | Intent | SpeechChunk | Reply | Arbitration | TurnReport


class Watch(FakeOutbox):
    """The outbox of a service under test. `faults` are the rules broken so far; `met` counts what happened.

    Args:
        round_of: returns the number of the loop's iteration.
        turns_at_once: limit of the service.
        drafts: turns begin in pauses.

    """

    def __init__(self, round_of, turns_at_once, *, drafts):
        super().__init__()
        self._round_of, self._turns_at_once, self._drafts = round_of, turns_at_once, drafts
        self.faults, self.met, self.turns, self.at = [], Counter(), {}, {}
        # The sites of the service; and those of them that are known here.
        self.sites, self._known = {}, {}
        # The site that a message is stopping, or changing, now.
        self.stopping = ""
        self.utterances, self.log = {}, []
        # Texts that wait for their report, and those of them that were stopped, by site.
        self._texts, self._stopped, self._waiting = set(), set(), Counter()
        self._names = {}

    # --- what the driver tells ---

    def site(self, name):
        return self.at.setdefault(name, SeenSite())

    def renew(self, name, *, for_good=False):
        """Return True if a site is new; forget the old one if it was dropped, `for_good` its settings too."""
        old, new = self._known.get(name), self.sites.get(name)
        self._known[name] = new
        if old is new:
            return False
        if old is not None:
            self._forget(name, for_good=for_good)
        return new is not None

    def _forget(self, name, *, for_good):
        self.log.append(f"  {name} is forgotten")
        site = self.site(name)
        if for_good:
            site.settings.clear()
        site.listens, site.speech = "", False
        site.life, site.floor, site.asked = site.life + 1, "", False

    def stopped(self, name):
        """Everything at a site was stopped, and all that waits there is given up."""
        site = self.site(name)
        site.asked, site.listens = False, ""
        if not site.speech:
            # otherwise somebody is still saying it
            site.stopped = site.heard
        self._stopped |= {(site, text) for site, text in self._texts if site == name}
        for turn in self.turns.values():
            turn.stopped |= turn.site == name and turn.has_floor and not turn.reports

    def changed(self, name, *, spoke):
        """A setting was changed; `spoke`: somebody was speaking before."""
        site = self.site(name)
        if spoke and not site.speech and site.state == "listening":
            self._fault(name, "listening is shown, but what was heard has been dropped")

    def accepted(self, site, text, *, alone):
        """A text was accepted, with words that nobody else says (`alone`)."""
        if self.site(site).settings.get("enabled") == "off":
            self._fault(site, "a text is accepted, although the site is disabled")
        self._waiting[site, text] += 1
        if alone:
            self._texts.add((site, text))

    def heard(self, site, frame, run):
        """The VAD was given loud frame `frame`, the last of `run` in a row."""
        self.site(site).heard = frame
        if self.site(site).closed:
            self._fault(site, "what is said is heard, although the site is muted or disabled")
        if run >= _RESUMES:
            self.site(site).resumed = (frame, self._round_of())

    def transcribed(self, confidence, utterance):
        """The recogniser was given `utterance`, and its transcript has this confidence."""
        self.utterances[confidence] = frozenset(numbers_in(utterance.pcm, utterance.speech_end_ms))

    # --- what the service tells ---

    def publish(self, site, event, age=0.0):
        super().publish(site, event, age)
        created = self.renew(site)
        self._note(site, event)
        seen = self.site(site)
        if seen.again and not isinstance(event, SettingChanged):
            self._fault(site, f"{seen.state} is shown twice")
        seen.again = False
        match event:
            case StateChanged(state=state):
                self._state(site, seen, state, created=created)
            case Hypothesis():
                self._hypothesis(site, seen, event)
            case SettingChanged(key=key, value=value):
                seen.settings[key] = value
                # It may have been reset, to make room for the settings of another.
                seen.unsure |= self.stopping not in ("", site)
            case Presence(speech=speech):
                # What a new setting drops is no utterance.
                seen.utterances += seen.speech and not speech and site != self.stopping
                seen.speech = speech
            case Silence(turn=turn):
                known = self._turn(site, turn)
                known.silenced = True
                self.met["silence at the end" if known.reports else "silence in mid-speech"] += 1
            case Listen(turn=turn):
                self._listen(site, seen, turn)
            case Failure(code=code):
                self.met[f"error {code}"] += 1
            case _ if isinstance(event, _OF_A_TURN):
                self._event(site, seen, event)

    def ordered(self, site, order):
        """The house was ordered to act."""
        turn = order.intent.turn
        self._say(site, "order", turn, order.intent.name)
        self.met["acts"] += 1
        seen, known = self.site(site), self._turn(site, turn)
        self._take_floor(site, seen, turn, known)
        known.acts += 1
        if known.acts > 1:
            self._fault(site, f"{self.short(turn)} acts twice")
        if LOCK in order.intent.targets:
            self.met["lock turned"] += 1
            if seen.asked:
                seen.asked = False
            elif seen.put_off:
                seen.put_off -= 1
            else:
                self._fault(site, f"{self.short(turn)} turns the lock, and no question was open")

    def noted(self, entry):
        """An audit entry was written."""
        seen = self.site(entry.site)
        if LOCK not in entry.targets:
            return
        self._say(entry.site, "audit", entry.turn, entry.verdict)
        if entry.verdict == "asked":
            seen.asked = True
        elif entry.verdict in ("declined", "unanswered"):
            seen.asked = False
        elif entry.verdict == "done" and entry.intent == "HassStartTimer":
            if not seen.asked:
                self._fault(entry.site, "a lock is put off, and no question was open")
            seen.asked, seen.put_off = False, seen.put_off + 1

    # --- the rules ---

    def _state(self, site, seen, state, *, created):
        if state == seen.state and not created:
            # the settings must follow
            seen.again = True
            return
        if created:
            self.met["site created"] += 1
        newest, turn = seen.newest, self.turns.get(seen.floor)
        if state == "speaking" and not (isinstance(newest, SpeechChunk) and newest.seq == 0):
            self._fault(site, "speaking is shown without speech")
        speaks = (
            turn is not None and turn.chunks and not (turn.silenced or turn.stopped or site == self.stopping)
        )
        if state != "speaking" and speaks and not created:
            self._fault(site, f"{state} is shown while {self.short(seen.floor)} speaks")
        seen.state, seen.newest = state, None
        self.met[f"state {state}"] += 1

    def _hypothesis(self, site, seen, event):
        turn = self._turn(site, event.turn)
        turn.draft = turn.voice = True
        turn.speech = self.utterances[event.confidence]
        self.met["hypothesis"] += 1
        if seen.floor or turn.has_floor or turn.reports:
            self._fault(site, f"a hypothesis of {self.short(event.turn)} while a turn has the floor")
        frame, then = seen.resumed
        if frame > max(turn.speech, default=frame) and self._round_of() - then > _SOON:
            self._fault(site, f"a hypothesis of {self.short(event.turn)}, but the person has gone on")

    def _listen(self, site, seen, turn):
        self.met["listen"] += 1
        if turn != seen.listens:
            self._fault(site, f"the microphone opens without a question, or twice, for {self.short(turn)}")
        seen.listens = ""

    def _event(self, site, seen, event):
        known, given_up = self._turn(site, event.turn), False
        if isinstance(event, TurnReport):
            given_up = event.outcome == "cancelled" and not (known.has_floor and known.life == seen.life)
        if known.reports:
            self._fault(site, f"{self.short(event.turn)} has been reported: {type(event).__name__}")
        # All texts that are written have words.
        silent = isinstance(event, TurnReport) and not event.text
        known.voice |= silent or isinstance(event, Transcript | Arbitration)
        if isinstance(event, Transcript):
            known.speech = self.utterances[event.confidence]
        if not given_up:
            self._take_floor(site, seen, event.turn, known, ending=isinstance(event, TurnReport))
        seen.newest = event
        match event:
            case SpeechChunk():
                self._chunk(site, known, event)
            case TurnReport():
                self._report(site, seen, known, event)

    def _take_floor(self, site, seen, turn, known, *, ending=False):
        """The turn shows that it has the floor."""
        late = known.speech and max(known.speech) <= seen.stopped
        if (known.stopped or late) and not known.reports and not ending:
            self._fault(site, f"{self.short(turn)} goes on, but was stopped")
        if known.life != seen.life:
            self._fault(site, f"{self.short(turn)} goes on at a site that was forgotten")
        elif seen.floor not in ("", turn):
            self._fault(site, f"{self.short(turn)} while {self.short(seen.floor)} has the floor")
        elif not (known.reports or seen.floor):
            seen.floor, known.has_floor = turn, True
            floors = [self.turns[other.floor] for other in self.at.values() if other.floor]
            self.met[f"{len(floors)} at once"] += 1
            if sum(not (self._drafts and turn.voice) for turn in floors) > self._turns_at_once:
                self._fault(site, f"{len(floors)} turns at once")
        self._answers(site, seen, turn, known)

    def _answers(self, site, seen, turn, known):
        for number in known.speech:
            other = seen.answered.setdefault(number, turn)
            if other != turn:
                self._fault(site, f"{self.short(turn)} answers what {self.short(other)} answers")
                return

    def _chunk(self, site, known, chunk):
        if chunk.seq != known.chunks or known.last or known.silenced or known.stopped:
            self._fault(site, f"chunk {chunk.seq} of {self.short(chunk.turn)} after {known}")
        known.chunks, known.last = known.chunks + 1, known.last + chunk.last
        self.met["chunks"] += 1

    def _report(self, site, seen, known, report):
        given_up = known.life == seen.life and (known.silenced or known.stopped) and not known.reports
        known.reports.append(report)
        waited = (site, report.text) in self._texts
        if not known.voice:
            given_up |= (site, report.text) in self._stopped
            self._texts.discard((site, report.text))
            self._waiting[site, report.text] -= self._waiting[site, report.text] > 0
        if report.outcome == "cancelled" and not (given_up or site == self.stopping):
            flooded = sum(count for (name, _), count in self._waiting.items() if name == site) >= _MANY_TEXTS
            if known.life == seen.life and (known.has_floor or (waited and not flooded)):
                self._fault(site, f"{self.short(report.turn)} is cancelled, but nobody stopped it")
        if report.outcome != "cancelled" and given_up:
            self._fault(site, f"{self.short(report.turn)} was stopped, and is reported as {report.outcome}")
        self._answers(site, seen, report.turn, known)
        self.met[f"report {report.outcome}"] += 1
        if known.draft and known.has_floor:
            self.met["draft granted"] += 1
        if seen.floor == report.turn:
            seen.floor = ""
        ended = known.last or (report.outcome == "cancelled" and (known.silenced or known.stopped))
        if known.chunks and not ended:
            self._fault(site, f"{self.short(report.turn)} broke off its speech: {known}")
        if known.life != seen.life:
            return
        if report.outcome == "failed":
            # what was not spoken cannot be answered
            seen.asked, seen.listens = False, ""
        elif report.asks:
            seen.listens = report.turn

    def settled(self):
        """Everything has come as far as it can: no text waits, and no turn has the floor.

        But if somebody speaks: a draft may hold the Thinker, for which the turns of other sites wait.
        """
        if any(site.speech for site in self.at.values()):
            return
        for name, text in sorted(self._texts):
            self._fault(name, f"{text!r} waits for nothing")
        for name, site in self.at.items():
            if site.floor:
                self._fault(name, f"{self.short(site.floor)} waits for nothing")

    # --- at the end ---

    def all_reported(self):
        """Every turn that has shown itself was reported."""
        for turn, known in self.turns.items():
            if not known.reports and (known.has_floor or known.acts or known.chunks):
                self._fault(known.site, f"{self.short(turn)} was never reported: {known}")
            if known.draft and not known.reports:
                self.met["draft withdrawn"] += 1

    def utterances_reported(self):
        """Each utterance that has ended has had one report."""
        for name, site in self.at.items():
            voices = [
                turn for turn in self.turns.values() if turn.site == name and turn.voice and turn.reports
            ]
            if len(voices) != site.utterances and not site.unsure:
                self._fault(name, f"{site.utterances} utterances, {len(voices)} reports")

    def texts_reported(self, accepted):
        """Each text that was accepted, by site and text, has had one report."""
        heard = {e.turn for _, e in self.sent if isinstance(e, Transcript | Hypothesis | Arbitration)}
        reports = Counter(
            (s, e.text) for s, e in self.sent if isinstance(e, TurnReport) and e.turn not in heard
        )
        for key, count in accepted.items():
            if reports[key] != count:
                self._fault(key[0], f"{key[1]!r} was accepted {count} times, reported {reports[key]} times")

    # --- for the reader ---

    def short(self, turn):
        """Return a name of `turn` that is the same in each run."""
        return self._names.setdefault(turn, f"t{len(self._names)}") if turn else "-"

    def _turn(self, site, turn):
        life = self.site(site).life
        return self.turns.setdefault(turn, SeenTurn(site, life))

    def _note(self, site, event):
        turn = getattr(event, "turn", "")
        shown = [getattr(event, k) for k in ("state", "seq", "outcome", "text", "code") if hasattr(event, k)]
        if not isinstance(event, SettingChanged):
            self._say(site, type(event).__name__, turn, *shown)

    def _say(self, site, what, turn, *more):
        self.log.append(f"    {site}: {what} {self.short(turn)} {' '.join(map(str, more))}".rstrip())

    def _fault(self, site, text):
        self.faults.append(f"{site}: {text}")
        self.log.append(f"  ! {site}: {text}")

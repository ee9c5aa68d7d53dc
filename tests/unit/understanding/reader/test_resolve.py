"""Frames resolved in a home: what acts, what is asked, and what is refused with which words."""

from dataclasses import replace

import pytest

from sarai_mqtt.core.home import Area, Entity, Floor, Home
from sarai_mqtt.core.recognition import Choice, LeftOver
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.reader.frames import AmountSaid, Frame, Place, Reading, Things, When
from sarai_mqtt.understanding.reader.resolve import resolve
from sarai_mqtt.understanding.reader.resolve_setting import Setting


def area(id_, name, floor=None):
    return Area(id_, {"en": (name,)}, floor)


def entity(id_, name, room=None, device_class=None, **more):
    confirm = more.pop("confirm", id_.startswith("lock.") or device_class == "garage")
    return Entity(id_, {"en": (name,)}, room, device_class, confirm=confirm, **more)


def home(*entities):
    areas = (
        area("kitchen", "Kitchen", "down"),
        area("living", "Living room", "down"),
        area("bedroom", "Bedroom", "up"),
        area("bath", "Bathroom", "up"),
        area("garden", "Garden"),
    )
    floors = {"down": Floor("down", {"en": ("Downstairs",)}), "up": Floor("up", {"en": ("Upstairs",)})}
    return Home({a.id: a for a in areas}, {e.id: e for e in entities}, floors)


HOUSE = home(
    entity("light.kitchen", "Kitchen light", "kitchen"),
    entity("light.living", "Living room light", "living"),
    entity("light.lamp", "Lamp", "bedroom"),
    entity("light.night", "Night light", "bedroom"),
    entity("light.floor_lamp", "Floor lamp", "living"),
    entity("light.hidden", "Hidden lamp", "kitchen", exposed=False),
    entity("fan.bedroom", "Bedroom fan", "bedroom"),
    entity("media_player.tv", "TV", "living"),
    entity("media_player.radio", "Radio", "kitchen"),
    entity("switch.coffee", "Coffee maker", "kitchen"),
    entity("switch.fridge", "Fridge plug", "kitchen", exposed=False),
    entity("climate.living", "Thermostat", "living"),
    entity("climate.boiler", "Boiler", "bath", temperature_range=(40.0, 60.0)),
    entity("cover.living", "Living room blinds", "living", "blind"),
    entity("cover.bedroom", "Bedroom blinds", "bedroom", "blind"),
    entity("cover.garage", "Garage door", None, "garage"),
    entity("lock.front", "Front door"),
    entity("vacuum.robbie", "Robbie", "living"),
    entity("todo.list", "Shopping list"),
)
TWINS = home(
    entity("light.a", "Overhead light", "kitchen"),
    entity("light.b", "Overhead light", "bedroom"),
    entity("vacuum.down", "Vacuum", "living"),
    entity("vacuum.up", "Vacuum", "bedroom"),
)
KITCHEN, BEDROOM = Place("area", "kitchen", ("kitchen",)), Place("area", "bedroom", ("bedroom",))
EVERYTHING = Things("everything", quantity="everything")


def lights(**more):
    return Things("lights", "light", plural=True, **more)


def named(*ids, said="", **more):
    return Things(said or ids[0], entities=ids, **more)


def read(*frames, house=HOUSE, here=None, text="", later=lambda _words: None):
    setting = Setting(text, house, "en", content_words("en"), here)
    return resolve(Reading(frames), setting, later)


def acts(found):
    assert isinstance(found, tuple), found
    return [(i.name, set(i.targets)) for i in found]


def values(found):
    where = {"name", "area", "floor", "domain", "device_class"}
    return [(i.name, {k: v for k, v in i.slots.items() if k not in where}) for i in found]


def refused(found):
    assert isinstance(found, LeftOver), found
    return found.reason, found.words, found.place


class TestPlace:
    def test_a_thing_named_where_it_is_not_is_refused_with_both(self):
        fan = Things("fan", "fan", places=(KITCHEN,))
        assert refused(read(Frame("turn_on", (fan,)))) == ("no_such_thing", ("fan",), "Kitchen")
        lamp = named("light.lamp", said="lamp", places=(KITCHEN,))
        assert refused(read(Frame("turn_on", (lamp,)))) == ("no_such_thing", ("lamp",), "Kitchen")

    def test_an_unknown_place_or_thing_is_named(self):
        attic = lights(places=(Place("unknown", "attic"),))
        assert refused(read(Frame("turn_on", (attic,))))[:2] == ("no_such_place", ("attic",))
        printer = Things("printer", unknown=True)
        assert refused(read(Frame("turn_on", (printer,)))) == ("unaccounted", ("printer",), "")
        there = Things("printer", unknown=True, places=(KITCHEN,))
        assert refused(read(Frame("turn_on", (there,)))) == ("no_such_thing", ("printer",), "Kitchen")

    def test_the_lights_are_those_of_the_room(self):
        assert acts(read(Frame("turn_off", (lights(),)), here="bedroom")) == [
            ("HassTurnOff", {"light.lamp", "light.night"})
        ]
        (intent,) = read(Frame("turn_off", (lights(),)), here="bedroom")
        assert intent.slots == {"domain": "light", "area": "bedroom"}

    def test_scope_never_widens_by_itself(self):
        off = Frame("turn_off", (lights(),))
        assert refused(read(off, here="bath")) == ("no_such_thing", ("lights",), "Bathroom")
        assert refused(read(off))[0] == "which_one"
        assert refused(read(Frame("turn_off", (lights(places=(Place("here", "here"),)),))))[0] == "which_one"
        all_here = replace(EVERYTHING, places=(Place("here", "here"),))
        assert refused(read(Frame("turn_off", (all_here,))))[0] == "which_one"

    @pytest.mark.parametrize(
        "things", [lights(quantity="all"), lights(places=(Place("house", "the whole house"),))]
    )
    def test_all_and_the_house_are_said_to_be_everywhere(self, things):
        (found,) = read(Frame("turn_off", (things,)), here="bath")
        assert len(found.targets) == 5
        assert not found.confirm

    def test_the_only_thing_of_the_home_is_meant_from_every_room(self):
        assert acts(read(Frame("turn_on", (Things("fan", "fan"),)), here="kitchen")) == [
            ("HassTurnOn", {"fan.bedroom"})
        ]

    def test_a_floor_and_a_room_on_it(self):
        up = Place("floor", "upstairs", ("up",))
        assert acts(read(Frame("turn_on", (lights(places=(up,)),)))) == [
            ("HassTurnOn", {"light.lamp", "light.night"})
        ]
        both = lights(places=(KITCHEN, up))
        assert refused(read(Frame("turn_on", (both,))))[1] == ("upstairs",)
        lamp = lights(places=(BEDROOM, up))
        assert acts(read(Frame("turn_on", (lamp,)))) == [("HassTurnOn", {"light.lamp", "light.night"})]

    def test_two_rooms_for_one_thing_are_refused(self):
        both = lights(places=(KITCHEN, BEDROOM))
        assert refused(read(Frame("turn_on", (both,))))[1] == ("bedroom",)

    def test_a_room_alone_means_its_lights_else_what_plays_there(self):
        assert acts(read(Frame("turn_off", (Things("", places=(KITCHEN,)),)))) == [
            ("HassTurnOff", {"light.kitchen"})
        ]
        bath = Things("", places=(Place("area", "bathroom", ("bath",)),))
        assert refused(read(Frame("turn_off", (bath,)))) == ("not_here", ("Bathroom",), "")

    def test_a_rover_works_in_every_room_unless_there_are_two(self):
        dock = Frame("dock", (named("vacuum.robbie", places=(KITCHEN,)),))
        assert acts(read(dock)) == [("HassVacuumReturnToBase", {"vacuum.robbie"})]
        one = Frame("dock", (named("vacuum.down", "vacuum.up", said="vacuum", places=(BEDROOM,)),))
        assert acts(read(one, house=TWINS)) == [("HassVacuumReturnToBase", {"vacuum.up"})]

    def test_cleaning_a_room(self):
        (found,) = read(Frame("clean", (Things("", places=(KITCHEN,)),)))
        assert (found.name, found.slots["area"], found.targets) == (
            "HassVacuumCleanArea",
            "kitchen",
            ("vacuum.robbie",),
        )


class TestWhichOne:
    EQUAL = named("light.a", "light.b", said="overhead light")

    def test_equal_names_by_the_place_said_or_the_speakers_room(self):
        said = replace(self.EQUAL, places=(BEDROOM,))
        assert acts(read(Frame("turn_on", (said,)), house=TWINS)) == [("HassTurnOn", {"light.b"})]
        assert acts(read(Frame("turn_on", (self.EQUAL,)), house=TWINS, here="kitchen")) == [
            ("HassTurnOn", {"light.a"})
        ]

    def test_else_it_is_asked_and_each_option_is_the_whole_order(self):
        also = Frame("dock", (named("vacuum.up", said="vacuum"),))
        found = read(Frame("turn_on", (self.EQUAL,)), also, house=TWINS)
        assert isinstance(found, Choice)
        assert (found.words, found.things) == ("overhead light", ("light.a", "light.b"))
        assert [acts(option) for option in found.options] == [
            [("HassTurnOn", {thing}), ("HassVacuumReturnToBase", {"vacuum.up"})] for thing in found.things
        ]

    def test_two_questions_at_once_are_too_many(self):
        twice = [Frame(action, (self.EQUAL,)) for action in ("turn_on", "turn_off")]
        assert refused(read(*twice, house=TWINS))[0] == "which_one"

    def test_the_lamp_is_the_one_named_so_never_both(self):
        lamp = Things("the lamp", "light", places=(BEDROOM,))
        assert acts(read(Frame("turn_on", (lamp,)))) == [("HassTurnOn", {"light.lamp"})]
        anywhere = Frame("turn_on", (Things("the lamp", "light"),))
        assert acts(read(anywhere)) == [("HassTurnOn", {"light.lamp"})]
        house = home(
            entity("light.desk", "Desk lamp", "living"),
            entity("light.sofa", "Sofa lamp", "living"),
            entity("light.main", "Ceiling light", "living"),
        )
        found = read(anywhere, house=house, here="living")
        assert isinstance(found, Choice)
        assert found.things == ("light.desk", "light.sofa")

    @pytest.mark.parametrize(("quantity", "count"), [("both", 0), ("count", 3), ("another", 0)])
    def test_a_number_that_is_not_there_is_refused(self, quantity, count):
        fans = Things("fans", "fan", quantity=quantity, count=count, plural=quantity != "another")
        assert refused(read(Frame("turn_on", (fans,))))[0] == "which_one"

    def test_both(self):
        blinds = Things("both blinds", "blind", quantity="both", plural=True)
        assert acts(read(Frame("close", (blinds,)))) == [("HassTurnOff", {"cover.living", "cover.bedroom"})]

    def test_a_hundred_equal_names_are_not_read_out(self):
        many = home(*(entity(f"light.l{i}", "Lamp") for i in range(100)))
        all_of_them = named(*many.entities, said="lamp")
        assert refused(read(Frame("turn_on", (all_of_them,)), house=many))[0] == "which_one"


class TestEverything:
    def test_lights_media_and_fans_of_the_place(self):
        (found,) = read(Frame("turn_off", (replace(EVERYTHING, places=(KITCHEN,)),)))
        assert set(found.targets) == {"light.kitchen", "media_player.radio"}
        assert not found.confirm

    def test_the_whole_house_is_asked_about_even_from_a_room(self):
        (found,) = read(Frame("turn_off", (EVERYTHING,)), here="kitchen")
        assert found.confirm
        assert {t.partition(".")[0] for t in found.targets} == {"light", "media_player", "fan"}

    @pytest.mark.parametrize(("action", "name"), [("open", "HassTurnOn"), ("close", "HassTurnOff")])
    def test_open_and_close_are_of_covers_but_no_garage(self, action, name):
        (found,) = read(Frame(action, (EVERYTHING,)))
        assert (found.name, set(found.targets), found.confirm) == (
            name,
            {"cover.living", "cover.bedroom"},
            True,
        )

    def test_nothing_else_is_done_to_everything(self):
        assert refused(read(Frame("unlock", (EVERYTHING,))))[0] == "unaccounted"
        half = AmountSaid("absolute", 50, "percent", "50 percent")
        assert refused(read(Frame("set", (EVERYTHING,), amount=half)))[0] == "unaccounted"

    @pytest.mark.parametrize(
        ("exception", "left"),
        [
            (named("media_player.tv"), {"media_player.tv"}),
            (Things("", places=(KITCHEN,)), {"light.kitchen", "media_player.radio"}),
            (Things("fans", "fan", plural=True), {"fan.bedroom"}),
            (named("switch.coffee"), set()),
            (Things("fridge", unknown=True), set()),  # not shown to us, and not touched
        ],
    )
    def test_but_for_exceptions(self, exception, left):
        (every,) = read(Frame("turn_off", (EVERYTHING,)))
        (found,) = read(Frame("turn_off", (EVERYTHING,), exceptions=(exception,)))
        assert set(found.targets) == set(every.targets) - left

    def test_an_unknown_exception_ends_it(self):
        zebra = Things("zebra", unknown=True)
        assert refused(read(Frame("turn_off", (EVERYTHING,), exceptions=(zebra,))))[1] == ("zebra",)

    def test_what_must_not_be_done_is_an_exception_of_what_must(self):
        off = Frame("turn_off", (lights(quantity="all"),))
        not_lamp = Frame("turn_off", (named("light.lamp"),), negated=True)
        (found,) = read(off, not_lamp)
        assert "light.lamp" not in found.targets
        assert read(not_lamp) is None

    def test_covers_of_another_word_of_the_class_are_not_meant(self):
        house = home(
            entity("cover.a", "Kitchen blind", "kitchen", "blind"),
            entity("cover.b", "Bath blind", "bath", "blind"),
            entity("cover.c", "Bedroom shutter", "bedroom", "shutter"),
        )
        every = Things("blinds", "blind", quantity="all", plural=True)
        assert acts(read(Frame("close", (every,)), house=house)) == [("HassTurnOff", {"cover.a", "cover.b"})]


class TestAmounts:
    @pytest.mark.parametrize(
        ("action", "thing", "amount", "name", "slots"),
        [
            ("set", "light.lamp", ("absolute", 40, "percent"), "HassLightSet", {"brightness": 40}),
            ("increase", "light.lamp", None, "HassLightSet", {"brightness_delta": 20}),
            ("decrease", "light.lamp", ("bit", 0, ""), "HassLightSet", {"brightness_delta": -10}),
            ("set", "light.lamp", ("most", 0, ""), "HassLightSet", {"brightness": 100}),
            ("set", "light.lamp", ("least", 0, ""), "HassLightSet", {"brightness": 1}),
            ("set", "light.lamp", ("absolute", 2700, "kelvin"), "HassLightSet", {"temperature": 2700}),
            (
                "increase",
                "climate.living",
                ("delta", 2, "degrees"),
                "HassClimateSetTemperature",
                {"temperature_delta": 2},
            ),
            ("decrease", "climate.living", None, "HassClimateSetTemperature", {"temperature_delta": -1}),
            (
                "increase",
                "climate.living",
                ("bit", 0, ""),
                "HassClimateSetTemperature",
                {"temperature_delta": 0.5},
            ),
            ("set", "climate.boiler", ("most", 0, ""), "HassClimateSetTemperature", {"temperature": 60}),
            ("open", "cover.living", ("bit", 0, ""), "HassSetPosition", {"position_delta": 10}),
            ("close", "cover.living", ("absolute", 50, "percent"), "HassSetPosition", {"position": 50}),
            (
                "decrease",
                "cover.living",
                ("delta", -10, "percent"),
                "HassSetPosition",
                {"position_delta": -10},
            ),
            ("decrease", "cover.living", None, "HassTurnOff", {}),
            (
                "increase",
                "fan.bedroom",
                ("delta", 20, "percent"),
                "HassFanSetSpeed",
                {"percentage_delta": 20},
            ),
            ("increase", "media_player.tv", None, "HassSetVolumeRelative", {"volume_step": "up"}),
            ("decrease", "media_player.tv", ("delta", -5, ""), "HassSetVolumeRelative", {"volume_step": -5}),
        ],
    )
    def test_an_amount_has_the_slot_of_its_thing(self, action, thing, amount, name, slots):
        said = amount and AmountSaid(*amount, said="so much")
        assert values(read(Frame(action, (named(thing),), amount=said))) == [(name, slots)]

    @pytest.mark.parametrize(
        ("thing", "amount", "reason", "limits"),
        [
            ("climate.living", ("absolute", 60, "degrees"), "out_of_range", (5, 35)),
            ("climate.boiler", ("absolute", 39, "degrees"), "out_of_range", (40, 60)),
            ("light.lamp", ("absolute", 150, "percent"), "out_of_range", (0, 100)),
            ("climate.living", ("absolute", 40, "percent"), "unaccounted", None),
            ("light.lamp", ("absolute", 20, "degrees"), "unaccounted", None),
            ("climate.living", ("absolute", 68, "fahrenheit"), "in_celsius", None),
            ("climate.living", ("most", 0, ""), "unaccounted", None),
            ("switch.coffee", ("absolute", 40, "percent"), "cannot", None),
        ],
    )
    def test_an_amount_that_a_thing_does_not_take_is_refused(self, thing, amount, reason, limits):
        found = read(Frame("set", (named(thing),), amount=AmountSaid(*amount, said="so much")))
        assert (refused(found)[0], found.limits) == (reason, limits)

    def test_degrees_alone_mean_the_rooms_thermostat_or_the_only_one(self):
        warmer = Frame("set", amount=AmountSaid("absolute", 21, "degrees", "21 degrees"))
        assert acts(read(warmer, here="living")) == [("HassClimateSetTemperature", {"climate.living"})]
        assert refused(read(warmer))[0] == "which_one"


class TestSeveral:
    def test_alike_commands_are_one(self):
        two = Frame("turn_on", (named("light.kitchen"), named("light.lamp")))
        assert acts(read(two)) == [("HassTurnOn", {"light.kitchen", "light.lamp"})]

    def test_others_keep_their_order(self):
        found = read(Frame("turn_off", (named("light.kitchen"),)), Frame("turn_on", (named("light.lamp"),)))
        assert acts(found) == [("HassTurnOff", {"light.kitchen"}), ("HassTurnOn", {"light.lamp"})]

    def test_one_impossible_part_refuses_the_whole(self):
        good = Frame("turn_off", (named("light.kitchen"),))
        bad = Frame("turn_on", (Things("fan", "fan", places=(KITCHEN,)),))
        assert refused(read(good, bad)) == ("no_such_thing", ("fan",), "Kitchen")
        assert refused(read(bad, good)) == ("no_such_thing", ("fan",), "Kitchen")

    def test_items_are_one_command_each(self):
        assert [i.slots["item"] for i in read(Frame("add", items=("milk", "eggs")))] == ["milk", "eggs"]

    def test_too_many_at_once_are_refused(self):
        on = Frame("turn_on", (named("light.kitchen"),))
        assert refused(read(*[on] * 50))[0] == "unaccounted"


class TestYes:
    @pytest.mark.parametrize(
        ("action", "thing", "asks"),
        [
            ("lock", "lock.front", False),
            ("unlock", "lock.front", True),
            ("close", "cover.garage", False),
            ("open", "cover.garage", True),
        ],
    )
    def test_only_what_lets_people_in_is_asked_about(self, action, thing, asks):
        (found,) = read(Frame(action, (named(thing),)))
        assert found.confirm is asks

    def test_unless_the_home_file_asks_for_both(self):
        house = home(entity("lock.front", "Front door", always_confirm=True))
        (found,) = read(Frame("lock", (named("lock.front"),)), house=house)
        assert found.confirm


class TestTime:
    HALF_HOUR = When("in", "in half an hour", 1800)
    TEXT = "turn off the lamp in half an hour"

    def read_later(self, words):
        known = {"turn off the lamp": "turn_off", "turn off the Lamp": "turn_off"}
        action = known.get(words)
        return read(Frame(action, (named("light.lamp"),))) if action else None

    def test_a_delayed_command_is_a_timer_with_its_words(self):
        later = Frame("turn_off", (named("light.lamp"),), when=self.HALF_HOUR)
        (found,) = read(later, text=self.TEXT, later=self.read_later)
        assert (found.name, found.targets) == ("HassStartTimer", ("light.lamp",))
        assert found.slots == {"minutes": 30, "conversation_command": "turn off the lamp"}

    def test_words_that_would_not_be_read_the_same_are_refused(self):
        later = Frame("turn_on", (named("light.lamp"),), when=self.HALF_HOUR)
        assert refused(read(later, text=self.TEXT, later=self.read_later))[1] == ("in half an hour",)

    def test_for_a_while_is_done_and_undone(self):
        while_ = Frame("turn_on", (named("light.lamp"),), when=When("for", "for five minutes", 300))
        on, timer = read(while_, later=lambda w: self.read_later(w.replace("lamp", "Lamp")))
        assert (on.name, timer.name) == ("HassTurnOn", "HassStartTimer")
        assert timer.slots == {"minutes": 5, "conversation_command": "turn off the lamp"}

    @pytest.mark.parametrize("kind", ["at", "until"])
    def test_nothing_is_done_at_a_time_of_day(self, kind):
        assert read(Frame("turn_on", (named("light.lamp"),), when=When(kind, "at seven"))) is None
        known = When(kind, "until half past", 1800)
        assert refused(read(Frame("turn_on", (named("light.lamp"),), when=known)))[0] == "unaccounted"


def test_the_things_of_a_home_are_found_once_and_in_its_order():
    found = HOUSE.matching(["light", "fan", "light"])
    assert [e.id for e in found] == [
        i for i, e in HOUSE.entities.items() if e.exposed and e.domain in ("light", "fan")
    ]

from sarai_mqtt.turns.speaking_floor import SpeakingFloor


async def test_a_floor_that_is_given_has_its_endpoint():
    floor = SpeakingFloor()
    assert not floor.given
    floor.give(7.0)
    await floor.wait()
    assert (floor.given, floor.endpoint, floor.due) == (True, 7.0, 7.0)


def test_a_queued_turn_is_due_from_the_end_of_the_one_before():
    floor = SpeakingFloor(7.0)
    floor.queue_from(9.0)
    assert (floor.given, floor.endpoint, floor.due) == (True, 7.0, 9.0)

def test_the_house_is_furnished(house):
    states = house.user.states()
    print(len(states), house.owner.command("get_config")["version"])
    assert states["light.kitchen_ceiling"]["state"] == "off"
    house.owner.call("light.turn_on", entity_id="light.kitchen_ceiling")
    house.user.wait_state("light.kitchen_ceiling", "on")

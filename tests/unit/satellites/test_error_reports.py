from sarai_mqtt.satellites.error_reports import ErrorCounts


def test_counts_all_and_tells_one_a_second():
    error_counts = ErrorCounts()
    told = [error_counts.count("kitchen", "odd_length", now / 10) for now in range(25)]
    assert [(i, n) for i, n in enumerate(told) if n] == [(0, 1), (10, 11), (20, 21)]
    assert error_counts.counts["kitchen", "odd_length"] == 25


def test_sites_and_codes_are_told_apart():
    error_counts = ErrorCounts()
    assert [error_counts.count(s, c, 0.0) for s in ("a", "b") for c in ("x", "y")] == [1, 1, 1, 1]

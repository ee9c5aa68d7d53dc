"""Set-up that tests share: fakes, real servers on loopback, and the service under test; no test imports another."""

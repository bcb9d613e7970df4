"""What the tests stand on: the environment, the test server and its databases, the guards."""

"""The promises of the privacy policy: registries that the code runs on, and checks that say whether each is kept."""

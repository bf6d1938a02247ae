"""Bad input: what real offices and broken transports send, each file with the verdict it must get."""

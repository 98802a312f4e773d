"""The local endpoint: the service's calls on this machine, without an account, a bill or a network."""

"""What `make bench` runs: the system against the physical limit, and a large one against a small one."""

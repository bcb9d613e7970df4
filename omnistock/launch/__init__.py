"""What runs before Django: the environment, the embedded PostgreSQL, the process group, the program."""

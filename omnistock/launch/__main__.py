"""`python -m omnistock.launch` is the `omnistock` program: how `up` starts its parts."""

from omnistock.launch.program import main

main()

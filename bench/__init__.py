"""The benchmarks: `make bench` prints one JSON object a line. Each module here measures one thing on a database of
its own."""

"""How stock is posted: always the same statements, whatever the number of lines.

1. rows that will grow are made, 2. every balance concerned is locked in key order, 3. new statements (new snapshots)
read what those locks protect: batch status, period, later points, reservations; 4. the plan is made in Python, with
every shortage collected; 5. movements, balances, totals and reservations are written. Steps 1 to 3 are one round trip,
5 another.
"""

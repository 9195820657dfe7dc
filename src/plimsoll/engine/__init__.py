"""The pure engine: events and dated rules in, duties, priorities and load out.

Nothing here knows of Django, a database, the network, the clock or chance. "Today" is
always an argument. The modules tell the story in order: reasons, facts, workdays,
rulebook, clocks, priority, worklist, load, pressures, rebalance.
"""

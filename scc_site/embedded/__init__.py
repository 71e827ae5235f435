"""The zero-set-up database: a real PostgreSQL 18 out of a wheel, run by us, reached through a unix socket alone.

places     where its files lie and as whom it runs
binaries   where its programs lie
postmaster the one server process: is it alive, make its data, start it, stop it
proof      does it answer
keeper     the parent of the server: stops it when nobody uses it any more
server     join and leave, for every process that needs the database

Nothing here needs Django: the settings ask for the places before there are settings.
"""

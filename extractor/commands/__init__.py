"""The commands of the command line, one module per kind of work; `cli.py` puts them together.

A command parses, calls the library, prints and returns its exit code. Heavy imports happen inside the
commands, so that `styrkort --help` stays quick.
"""

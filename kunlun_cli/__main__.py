"""`python -m kunlun_cli` is `kunlun`."""

from kunlun_cli.cli import main

status = main()
# CPython remembers an interrupt that fell into code made from a string (dataclasses, named tuples while modules load),
# though it was caught, and ends `python -m` by the signal, not with our status; the next such code makes it forget.
exec("")  # noqa: S102 - nothing is executed
raise SystemExit(status)

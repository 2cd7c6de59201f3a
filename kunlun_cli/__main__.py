"""`python -m kunlun_cli` is `kunlun`."""

from kunlun_cli.cli import main

raise SystemExit(main())

"""`python -m cobtrack` is `cobtrack`."""

from cobtrack.cli.main import main

main()

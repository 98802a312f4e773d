"""`python -m timeline_dsl` is the command `timeline-dsl`."""

from timeline_dsl.cli import main

if __name__ == "__main__":
    main()

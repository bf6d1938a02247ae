"""The command line in a process of its own, so that its peak memory can be told from ours."""

from shouwang.cli import main

if __name__ == "__main__":
    main()

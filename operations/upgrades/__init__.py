"""From one release to the next without standing still: what a migration may do while the previous release runs."""

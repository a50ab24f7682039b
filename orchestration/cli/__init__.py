"""The `hallmark` command: one module per group of verbs; `say` prints, `main` turns errors into exit codes."""

"""Changes snippets in ways that matter, and expects their promises to refuse each: see `mutants.__main__`."""

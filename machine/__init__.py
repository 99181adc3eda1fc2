"""A small Linux with CPython that runs in a page, saved while it waits for a program; `README.md` has the whole story.

    lock.toml ─ debian ─▶ packages ─┬─ kernel ────────▶ bzImage ─┐
                                    └─ tree ─ initrd ─▶ initrd ──┴─ states ─▶ 3.14-….state.zst

`states` boots them in `emulator/`. `lock` renews lock.toml. `store` keeps what was made, under the hash of what it was
made of, and `tools` has what is run for it. `guest/` is what runs inside. `restored` is a machine that is restored from
its state, and driven from Python: for tests.
"""

"""This site: what the steps before it made of each snippet is put on pages. No other package knows mkdocs.

run → recording → promise → check → exhibit → **page**

- `outline`: what a page is built of, whatever its language. `matter`: what stands at its head. `nav`: the order.
- `written`: the pages and programs as they were read, and the runs that pages show.
- `rules`: what is asked of each file that somebody writes; each rule gives lines and what is wrong.
- `gates`: all that has to hold before anything is built, as a list of functions, from the cheapest to the dearest.
- `publish`: the files of the site that nobody writes: programs, promises, more runs, the catalogue, the zip, traces.
- `style`: the style sheet, of four one, with what the pages use.
- `page`: what pages call, `exhibit("zombie")`, `chart("io_bound")`, `ideas("wait")`, `symptoms("hangs")` and so on.
  `charts` draws what a run measured, `lists` makes the latter three, both with `templates`; `labels` has the words that
  nobody writes on pages, `built` when and of what the site was built.
- `build` and `hooks`: where mkdocs calls us. `sites`: how both languages are built, for all who build them.
"""

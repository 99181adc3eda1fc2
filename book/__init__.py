"""This site: what the steps before it made of each snippet is put on pages. No other package knows mkdocs.

run → recording → promise → check → exhibit → **page**

- `outline`: what a page is built of, whatever its language.
- `written`: the pages and programs as they were read, and the runs that pages show.
- `rules`: what is asked of each file that somebody writes, a program or a page; each rule gives
  lines and what is wrong.
- `gates`: all that has to hold before anything is built, as a list of functions, from the cheapest to the dearest.
  A new rule is a function in `rules`, and a name in `texts` or `pages` there.
- `publish`: the files of the site that nobody writes: programs, their pages, the catalogue, the zip, the traces.
- `page`: what pages call, `exhibit("zombie")`. `labels`: the words of the pages that nobody writes.
- `build` and `hooks`: where mkdocs calls us. `sites`: how both languages are built, for all who build them.
"""

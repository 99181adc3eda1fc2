"""Live: a reader changes a program in its page, and it really runs there.

`bundle` builds the editor of `editor/`, beside the machine; `files` has all that a site needs of it, each by the name
that it has there; `labels` are the words of the page; `licences` says what of all this is whose.
"""

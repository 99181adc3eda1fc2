"""The one kind of error that is somebody's mistake and not ours."""


class Mistake(Exception):  # noqa: N818 - an error is ours, a mistake is theirs
    """Something a contributor can put right; its text says where it is, what was expected, and what to do."""

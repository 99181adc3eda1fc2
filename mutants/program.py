"""A program that is read, and where its parts stand: an operator puts other text in the place of one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Other text for a piece of a program."""

    start: int
    end: int
    """In characters."""
    text: str


class Program:
    """A program, read, and where its parts stand."""

    def __init__(self, source: str, *, pipe: bool = False) -> None:
        """Read `source`, whose output goes to a terminal, or to a pipe.

        Raises:
            SyntaxError: it is no Python.
        """
        self.source = source
        self.pipe = pipe
        self.tree = ast.parse(source)
        self.nodes = list(ast.walk(self.tree))
        self.lines = source.splitlines(keepends=True)
        self.begins = [sum(map(len, self.lines[:number])) for number in range(len(self.lines) + 1)]

    def place(self, line: int, column: int) -> int:
        """Where a node's line, from 1, and its column, in bytes of UTF-8, are in the text."""
        return self.begins[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Where the text of a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.place(node.lineno, node.col_offset), self.place(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.source[start:end]

    def instead(self, node: ast.expr | ast.stmt | ast.keyword, text: str) -> Edit:
        """Put `text` in place of a node."""
        return Edit(*self.span(node), text)

    def indentation(self, statement: ast.stmt) -> str:
        """The spaces in front of a statement."""
        return " " * statement.col_offset

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls of functions with these names, whatever they are attributes of."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and name(node.func) in names:
                yield node

    def blocks(self) -> Iterator[list[ast.stmt]]:
        """The program's statements, and those of each part of a compound statement."""
        for node in self.nodes:
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list) and block:
                    yield block

    def statements(self) -> Iterator[tuple[ast.Expr, ast.Call]]:
        """The statements that are a call and nothing else."""
        for node in self.nodes:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                yield node, node.value

    def before(self, statement: ast.stmt, text: str) -> Edit:
        """Put the statement `text` in front of another one."""
        start = self.span(statement)[0]
        decorated = getattr(statement, "decorator_list", None)
        if _is_simple(statement) or decorated:
            return Edit(start, start, f"{text}; ")
        return Edit(start, start, f"{text}\n{self.indentation(statement)}")

    def after(self, statement: ast.stmt, text: str) -> Edit:
        """Put the statement `text` behind another one."""
        end = self.span(statement)[1]
        if _is_simple(statement):
            return Edit(end, end, f"; {text}")
        return Edit(end, end, f"\n{self.indentation(statement)}{text}")


def name(function: ast.expr) -> str:
    """The last part of what is called."""
    return getattr(function, "attr", getattr(function, "id", ""))


def _is_simple(statement: ast.stmt) -> bool:
    return not hasattr(statement, "body")


def is_child(test: ast.expr) -> bool:
    """Whether a test is that of the child after a fork."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and ast.unparse(test).endswith(" == 0")

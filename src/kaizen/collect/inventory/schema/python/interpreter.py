"""Follows what a Python function would do as far as its literals decide it; nothing is imported or run."""

from collections.abc import Callable

import tree_sitter_python
from tree_sitter import Language, Node, Parser

from kaizen.collect.inventory.schema.python import builtin, expressions
from kaizen.collect.inventory.schema.python.values import Call, Env, Ref, TooLong, Value

PARSER = Parser(Language(tree_sitter_python.language()))
MOST_STEPS = 200_000
MOST_DEPTH = 30
SKIPPED = frozenset(("comment", "pass_statement", "import_statement", "import_from_statement", "raise_statement"))


class _Return(Exception):  # noqa: N818 - control flow, as its name says
    def __init__(self, value: Value) -> None:
        self.value = value


class Module:
    """One parsed file: its functions and constants; calls it cannot decide go to ``on_call``."""

    def __init__(self, data: bytes, on_call: Callable[[Call], None] | None = None) -> None:
        self.root = PARSER.parse(data).root_node
        self.on_call = on_call
        self.functions: dict[str, Node] = {}
        self.classes: dict[str, Node] = {}
        self.constants: dict[str, list[Node]] = {}
        self.known: Env = {}
        self.steps = 0
        self.depth = 0
        for node in self.root.named_children:
            self._declare(node)

    def _declare(self, node: Node) -> None:
        if node.type == "decorated_definition":
            inner = node.child_by_field_name("definition")
            if inner is not None:
                self._declare(inner)
        elif node.type in ("function_definition", "class_definition"):
            target = self.functions if node.type == "function_definition" else self.classes
            target[name_of(node)] = node
        elif node.type == "expression_statement" and node.named_children:
            inner = node.named_children[0]
            left = inner.child_by_field_name("left") if inner.type == "assignment" else None
            if left is not None and left.type == "identifier":
                self.constants.setdefault(text_of(left), []).append(inner)

    def constant(self, name: str) -> Value:
        """Value of a module-level name; a Ref where the text does not decide it."""
        if name not in self.known:
            self.known[name] = Ref(name)
            nodes = self.constants.get(name)
            right = nodes[-1].child_by_field_name("right") if nodes else None
            if right is not None:
                self.known[name] = self.evaluate(right, {})
        return self.known[name]

    def evaluate(self, node: Node, env: Env) -> Value:
        """Value of an expression; raises TooLong."""
        self.steps += 1
        if self.steps > MOST_STEPS or self.depth > MOST_DEPTH * 10:
            raise TooLong
        kind = node.type
        if kind == "call":
            return self._call(node, env)
        handler = expressions.HANDLERS.get(kind)
        if handler is None:
            return Ref(text_of(node)[:80])
        self.depth += 1
        try:
            return handler(self, node, env)
        finally:
            self.depth -= 1

    def _call(self, node: Node, env: Env) -> Value:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return Ref("call")
        receiver: Value = None
        name = text_of(function)
        if function.type == "attribute":
            attribute, inner = function.child_by_field_name("attribute"), function.child_by_field_name("object")
            if attribute is None or inner is None:
                return Ref(name)
            name, receiver = text_of(attribute), self.evaluate(inner, env)
        elif function.type == "identifier" and isinstance(env.get(name), Ref):
            name = str(getattr(env[name], "text", name))
        call = Call(name, receiver, node.start_point[0] + 1, arguments, env, self.evaluate)
        if function.type == "identifier" and name in self.functions and self.depth < MOST_DEPTH:
            return self.run(name, call)
        value = builtin.decided(call)
        if value is not call:
            return value
        if self.on_call:
            self.on_call(call)
        return call

    def run(self, name: str, call: Call | None = None) -> Value:
        """Follows a function of this module with the arguments of ``call``; its return value."""
        node = self.functions[name]
        body = node.child_by_field_name("body")
        self.depth += 1
        try:
            self.block(body, self._bound(node, call))
        except _Return as returned:
            return returned.value
        finally:
            self.depth -= 1
        return None

    def _bound(self, node: Node, call: Call | None) -> Env:
        env: Env = {}
        parameters = node.child_by_field_name("parameters")
        given = call.positional() if call else []
        position = 0
        for parameter in parameters.named_children if parameters is not None else []:
            if parameter.type in ("comment", "keyword_separator", "positional_separator"):
                continue
            title = parameter.child_by_field_name("name") or (parameter.named_children or [parameter])[0]
            name = text_of(title)
            default = parameter.child_by_field_name("value")
            if parameter.type == "list_splat_pattern":
                env[name], position = given[position:], len(given)
            elif position < len(given):
                env[name] = given[position]
                position += 1
            elif call and call.has(name):
                env[name] = call.keyword(name)
            else:
                env[name] = self.evaluate(default, {}) if default is not None else Ref(name)
        return env

    def block(self, node: Node | None, env: Env, *, certain: bool = True) -> None:
        """Statements in order; a ``return`` in a branch that may not be taken does not end the function."""
        for statement in node.named_children if node is not None else []:
            try:
                self.statement(statement, env)
            except _Return:
                if certain:
                    raise

    def statement(self, node: Node, env: Env) -> None:
        """One statement: assignments bind, branches are all taken unless literals decide, loops unroll."""
        kind = node.type
        if kind in SKIPPED:
            return
        if kind == "expression_statement":
            for inner in node.named_children:
                self._expression(inner, env)
        elif kind == "if_statement":
            self._if(node, env)
        elif kind == "for_statement":
            self._for(node, env)
        elif kind == "with_statement":
            self._with(node, env)
        elif kind in ("try_statement", "while_statement"):
            self.block(node.child_by_field_name("body"), env, certain=kind == "try_statement")
            for clause in node.named_children:
                if clause.type in ("else_clause", "finally_clause"):
                    self.block(clause.named_children[-1], env)
        elif kind == "return_statement":
            raise _Return(self.evaluate(node.named_children[0], env) if node.named_children else None)
        elif kind == "function_definition":
            self.functions.setdefault(name_of(node), node)

    def _expression(self, node: Node, env: Env) -> None:
        if node.type == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                expressions.bind(left, self.evaluate(right, env), env)
        elif node.type == "augmented_assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None and left.type == "identifier":
                name, value = text_of(left), self.evaluate(right, env)
                env[name] = expressions.added(env[name] if name in env else self.constant(name), value)
        elif node.type not in ("string", "comment"):
            self.evaluate(node, env)

    def _if(self, node: Node, env: Env) -> None:
        condition = node.child_by_field_name("condition")
        truth = expressions.truth(self.evaluate(condition, env)) if condition is not None else None
        if truth is not False:
            self.block(node.child_by_field_name("consequence"), env, certain=truth is True)
        if truth is True:
            return
        for clause in node.children_by_field_name("alternative"):
            if clause.type == "elif_clause":
                self._if(clause, env)
            else:
                self.block(clause.child_by_field_name("body"), env, certain=truth is False)

    def _for(self, node: Node, env: Env) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        body = node.child_by_field_name("body")
        if left is None or right is None:
            return
        values = self.evaluate(right, env)
        items = list(values) if isinstance(values, (list, dict)) else None
        for value in items if items is not None else [Ref("item")]:
            expressions.bind(left, value, env)
            self.block(body, env, certain=items is not None)

    def _with(self, node: Node, env: Env) -> None:
        for clause in node.named_children:
            for item in clause.named_children if clause.type == "with_clause" else []:
                value = item.child_by_field_name("value")
                if value is not None and value.type == "as_pattern":
                    target = value.named_children[-1]
                    bound = self.evaluate(value.named_children[0], env)
                    expressions.bind(target.named_children[0] if target.named_children else target, bound, env)
                elif value is not None:
                    self.evaluate(value, env)
        self.block(node.child_by_field_name("body"), env)


def text_of(node: Node) -> str:
    """Source text of a node."""
    return node.text.decode(errors="replace") if node.text else ""


def name_of(node: Node) -> str:
    """Name of a definition."""
    name = node.child_by_field_name("name")
    return text_of(name) if name is not None else ""

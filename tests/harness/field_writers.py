"""Counts the modules that write each field of the classes that make up some root classes.

Works on the syntax tree alone. A receiver of unknown type counts for every tracked class that has the field:
a writer may be counted too often, and is not missed. Not followed: a container that is passed to a function
which changes it.
"""

import ast
from dataclasses import dataclass, field

from tests.harness.source_modules import FUNCTIONS, Class
from tests.harness.source_types import Types

# Methods that change a container, an event or a future.
MUTATORS = {
    *("append", "appendleft", "add", "pop", "popleft", "popitem", "remove", "discard", "clear", "update"),
    *("setdefault", "extend", "extendleft", "insert", "sort", "reverse", "rotate", "move_to_end", "subtract"),
    *("set", "set_result", "set_exception", "put_nowait", "get_nowait", "difference_update"),
    *("intersection_update", "symmetric_difference_update", "__setitem__", "__delitem__"),
}
CONSTRUCTORS = {"__init__", "__post_init__", "__new__"}


@dataclass
class Writers:
    """Modules that write one field of a class.

    * own: the module of the class
    * direct: those that write it
    * setting: those that call a setter of it
    """

    own: str
    direct: set[str] = field(default_factory=set)
    setting: set[str] = field(default_factory=set)

    @property
    def modules(self):
        """All modules that write the field."""
        return self.direct | self.setting

    @property
    def shared(self):
        """True if two modules write it.

        One module that calls a setter is allowed besides the class's own logic, and no other.
        """
        foreign = self.direct - {self.own}
        return (bool(foreign) and len(self.modules) > 1) or len(self.setting - {self.own}) > 1


def field_writers(sources, roots, rooms=("turns", "satellites"), shared=(), package="sarai_mqtt"):
    """Return the Writers of each field, by `Class.field`, of the classes that make up those named `roots`.

    `sources` are the texts of the package's modules by name. Classes count if they are in `rooms` and not
    named in `shared`. Modules of the rooms, and those that import from one, are searched for writes.
    """
    types = Types(sources, package)
    count = Count(types, tracked_classes(types, roots, rooms, shared))
    for name, source in sources.items():
        if name.split(".")[0] in rooms or any(f"{package}.{room}" in source for room in rooms):
            module = types.module(name)
            count.walk(module.tree, module.scope)
    return count.result()


def tracked_classes(types, roots, rooms, shared):
    """Return the classes of `rooms` that the fields of `roots` hold, by key, but those named in `shared`."""
    modules = [types.module(name) for name in types.sources if name.split(".")[0] in rooms]
    inside = [cls for module in modules for cls in module.classes if cls.name not in shared]
    found, todo = {}, [cls for cls in inside if cls.name in roots]
    while todo:
        cls = todo.pop()
        if cls.key in found or cls not in inside:
            continue
        found[cls.key] = cls
        todo += types.lineage(cls.key)
        todo += [child for child in inside if cls in types.lineage(child.key)]
        held = [alternative for name in cls.fields for alternative in types.of_field(cls, name)]
        while held:
            kind, arguments = held.pop()
            todo += types.lineage(kind)
            # what a function takes or returns is not held
            held += [] if kind in ("Callable", "type") else [other for one in arguments for other in one]
    return found


def is_setter(method, scope):
    """Return True if the body of a method is nothing but assignments to fields of its own object."""
    body = method.body[1:] if ast.get_docstring(method) is not None else method.body
    targets = []
    for statement in body:
        if not isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
            return False
        targets += statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return bool(body) and all(scope.is_own_field(target) for target in flat(targets))


def flat(targets):
    """Yield the targets of an assignment, those in tuples one by one."""
    for target in targets:
        if isinstance(target, ast.Tuple | ast.List):
            yield from flat(target.elts)
        else:
            yield target.value if isinstance(target, ast.Starred) else target


class Count:
    """Walks modules and collects the writers of the fields of tracked classes."""

    def __init__(self, types, tracked):
        self.types, self.tracked = types, tracked
        self.writers = {
            (key, name): Writers(cls.module.name) for key, cls in tracked.items() for name in cls.fields
        }
        # The modules that call a setter, and the fields it sets, by class and name.
        self.callers, self.set_by = {}, {}
        for key, cls in tracked.items():
            for name, method in cls.methods.items():
                if name in cls.property_setters or (
                    name not in CONSTRUCTORS and is_setter(method, cls.scopes[method])
                ):
                    self.callers[key, name], self.set_by[key, name] = set(), set()

    def owners(self, kind, name, group):
        """Return the tracked classes that the `name` of a receiver of type `kind` may belong to."""
        found, todo = set(), list(kind)
        while todo:
            key, arguments = todo.pop()
            cls = self.types.classes.get(key)
            if key == "type":
                todo += [one for argument in arguments for one in argument]
            elif key == "?" or (cls is not None and cls.protocol):
                found |= {self.types.owner(other, name, group) for other in self.tracked}
            else:
                found.add(self.types.owner(key, name, group))
        return {cls.key for cls in found if cls is not None} & set(self.tracked)

    def write(self, target, scope, depth=0, *, mutated=False):
        """Count a write of the field `target`, or with a depth of an item of it; `mutated` if by a method."""
        own = scope.is_own_field(target)
        if own and scope.function.name in CONSTRUCTORS:
            return
        kind, name = self.types.of(target.value, scope), target.attr
        for key in self.owners(kind, name, "fields"):
            if mutated and self.has_own_methods(self.types.of_field(self.tracked[key], name), depth):
                continue
            if own and self.sets(scope):
                self.set_by[scope.cls.key, scope.function.name].add((key, name))
            else:
                self.writers[key, name].direct.add(scope.module.name)
        if not depth and not mutated:
            for key in self.owners(kind, name, "property_setters"):
                self.callers[key, name].add(scope.module.name)

    def sets(self, scope):
        """Return True if a scope is the body of a setter."""
        name, cls = scope.function.name, scope.cls
        return (cls.key, name) in self.callers and cls.property_setters.get(
            name, scope.function
        ) is scope.function

    def has_own_methods(self, kind, depth):
        """Return True if a type is a class of the package: its methods count where they write, not here."""
        for _ in range(depth):
            kind = self.types.element(kind, by_key=True)
        classes = self.types.classes
        return bool(kind) and all(key in classes and not classes[key].protocol for key, _ in kind)

    def fields_of(self, node, scope, depth=0, *, alias=True):
        """Yield the fields that an expression (or an `alias`) is, or is an item of, each with its depth."""
        match node:
            case ast.Attribute():
                yield node, depth
            case (
                ast.Subscript(value=value)
                | ast.Call(func=ast.Attribute(value=value, attr="get" | "setdefault"))
            ):
                yield from self.fields_of(value, scope, depth + 1, alias=alias)
            case ast.NamedExpr(value=value):
                yield from self.fields_of(value, scope, depth, alias=alias)
            case ast.Name(id=name) if alias:
                for value in scope.values.get(name, ()):
                    yield from self.fields_of(value, scope, depth, alias=False)

    def walk(self, node, scope, cls=None):
        """Count the writes in a node of a scope, or in one of a class's body, and in all below it."""
        match node:
            case ast.ClassDef(name=name):
                found = scope.module.names.get(name)
                cls = found if isinstance(found, Class) and found.node is node else None
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                # decorators and defaults belong to the scope around it
                for part in (*getattr(node, "decorator_list", ()), node.args):
                    self.walk(part, scope)
                inner = (cls.scopes.get(node) if cls else None) or self.types.scope(node, scope)
                for part in node.body if isinstance(node, FUNCTIONS) else [node.body]:
                    self.walk(part, inner)
                return
            case ast.AnnAssign(value=None):
                # a declaration
                return
        self.visit(node, scope)
        for child in ast.iter_child_nodes(node):
            self.walk(child, scope, cls if isinstance(node, ast.ClassDef) else None)

    def visit(self, node, scope):
        """Count the writes of one node."""
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                self.write(node, scope)
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                for target, depth in self.fields_of(node, scope):
                    self.write(target, scope, depth)
            case ast.Attribute(value=value, attr=method):
                for target, depth in self.fields_of(value, scope) if method in MUTATORS else ():
                    self.write(target, scope, depth, mutated=True)
                if not (scope.is_own_field(node) and scope.function.name in CONSTRUCTORS):
                    for key in self.owners(self.types.of(value, scope), method, "methods"):
                        # to read a property sets nothing
                        if (key, method) in self.callers and method not in self.tracked[key].property_setters:
                            self.callers[key, method].add(scope.module.name)
            case ast.Call(args=[target, ast.Constant(value=str() as name), *_]):
                if ast.unparse(node.func).strip("_").endswith(("setattr", "delattr")):
                    self.write(ast.Attribute(target, name, ast.Store()), scope)

    def result(self):
        """Return the Writers of each field; an assignment in a setter counts for the modules that call it."""
        for setter, fields in self.set_by.items():
            for written in fields:
                writers = self.writers[written]
                writers.setting |= self.callers[setter]
                own = self.types.classes[setter[0]].module.name
                writers.direct |= set() if self.callers[setter] - {own} else {own}
        labels = [cls.name for cls in self.tracked.values()]
        return {
            f"{key if labels.count(key.partition(':')[2]) > 1 else self.tracked[key].name}.{name}": writers
            for (key, name), writers in self.writers.items()
        }

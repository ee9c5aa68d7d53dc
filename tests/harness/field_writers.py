"""Counts the modules that write each field of the classes that make up some root classes.

Works on the syntax tree alone and resolves types by annotations as far as that is cheap. A receiver whose type
stays unknown counts for every tracked class that has the field: a writer is rather counted twice than missed.
"""

import ast
from dataclasses import dataclass, field

from tests.harness.source_types import FUNCTIONS, Class, Program, is_field_of_self

MUTATORS = {
    *("append", "appendleft", "add", "pop", "popleft", "popitem", "remove", "discard", "clear", "update"),
    *("setdefault", "extend", "extendleft", "insert", "sort", "reverse", "rotate", "move_to_end", "subtract"),
    *("set", "set_result", "set_exception", "put_nowait", "get_nowait", "frombytes", "difference_update"),
    *("intersection_update", "symmetric_difference_update", "__setitem__", "__delitem__"),
}
CONSTRUCTORS = {"__init__", "__post_init__", "__new__"}


@dataclass
class Writers:
    """Modules that write one field: `direct` by a write, `setting` by a call of a setter; `own` is its class's."""

    own: str
    direct: set[str] = field(default_factory=set)
    setting: set[str] = field(default_factory=set)

    @property
    def modules(self):
        """All modules that write the field."""
        return self.direct | self.setting

    @property
    def shared(self):
        """True if two modules write it, the class's own use of a setter beside its one other caller not counted.

        So a field may be written by the logic of its class and set by one other module.
        """
        foreign = self.direct - {self.own}
        return (bool(foreign) and len(self.modules) > 1) or len(self.setting - {self.own}) > 1


def flat(targets):
    """Yield the targets of an assignment, those in tuples one by one."""
    for target in targets:
        if isinstance(target, ast.Tuple | ast.List):
            yield from flat(target.elts)
        else:
            yield target.value if isinstance(target, ast.Starred) else target


def is_setter(method, scope):
    """Return True if the body of a method is nothing but assignments to fields of its own object."""
    body = method.body[1:] if ast.get_docstring(method) is not None else method.body
    targets = []
    for statement in body:
        if not isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
            return False
        targets += flat(statement.targets if isinstance(statement, ast.Assign) else [statement.target])
    return bool(body) and all(is_field_of_self(target, scope) for target in targets)


def tracked_classes(program, roots, rooms, shared):
    """Return the classes of `rooms` that the fields of `roots` hold, by key, but those named in `shared`."""
    found, todo = {}, []
    inside = [name for name in program.sources if name.split(".")[0] in rooms]
    for name in inside:
        todo += [
            cls for cls in program.module(name).names.values() if isinstance(cls, Class) and cls.name in roots
        ]
    children = [cls for cls in program.classes.values() if cls.module.name in inside]
    while todo:
        cls = todo.pop()
        if cls.key in found or cls.name in shared or cls.module.name not in inside:
            continue
        found[cls.key] = cls
        todo += program.lineage(cls.key)
        todo += [child for child in children if cls in program.lineage(child.key)]
        for name in cls.fields:
            held = list(program.field_type(cls, name))
            while held:
                kind, arguments = held.pop()
                todo += [program.classes[kind]] if kind in program.classes else []
                held += (
                    []
                    if kind in ("Callable", "type")
                    else [alt for argument in arguments for alt in argument]
                )
    return found


class Count:
    """Walks modules and collects the writers of the fields of tracked classes."""

    def __init__(self, program, tracked):
        self.program, self.tracked = program, tracked
        self.writers = {
            (key, name): Writers(cls.module.name) for key, cls in tracked.items() for name in cls.fields
        }
        self.setters, self.in_setters = {}, {}
        for cls in tracked.values():
            for name, method in cls.methods.items():
                if name not in CONSTRUCTORS and is_setter(method, cls.scopes[method]):
                    self.setters[cls.key, name] = set()
            self.setters |= {(cls.key, name): set() for name in cls.property_setters}

    def owners(self, kind, name, group):
        """Return the tracked classes that a `name` of a receiver of type `kind` may belong to."""
        found = set()
        for key, arguments in kind:
            if key == "type" and arguments:
                found |= self.owners(arguments[0], name, group)
                continue
            owner = self.program.owner(key, name, group)
            protocol = key in self.program.classes and self.program.classes[key].protocol
            if owner is not None and not protocol:
                found.add(owner.key)
            elif key == "?" or protocol:
                found |= {o.key for other in self.tracked if (o := self.program.owner(other, name, group))}
        return found & set(self.tracked)

    def write(self, target, scope, depth=0, *, mutated=False):
        """Count a write of the field `target`; `mutated` if a method did it, to an item of it at depth > 0."""
        name = target.attr
        setting = None
        if is_field_of_self(target, scope):
            method = scope.function.name
            if method in CONSTRUCTORS:
                return
            setting = (scope.cls.key, method) if self.is_setter_scope(scope) else None
        kind = self.program.type(target.value, scope)
        for key in self.owners(kind, name, "fields"):
            if mutated and self.has_own_methods(self.program.field_type(self.tracked[key], name), depth):
                continue
            if setting is not None:
                self.in_setters.setdefault(setting, set()).add((key, name))
            else:
                self.writers[key, name].direct.add(scope.module.name)
        if not depth and not mutated:
            for key in self.owners(kind, name, "property_setters"):
                self.setters[key, name].add(scope.module.name)

    def is_setter_scope(self, scope):
        """Return True if a scope is the body of a setter."""
        name = scope.function.name
        named = (scope.cls.key, name) in self.setters
        return named and scope.function in (scope.cls.methods.get(name), scope.cls.property_setters.get(name))

    def has_own_methods(self, kind, depth):
        """Return True if a type is a class of the package and no container: its methods are no mutations."""
        for _ in range(depth):
            kind = self.program.element(kind, by_key=True)
        classes = self.program.classes
        return bool(kind) and all(key in classes and not classes[key].protocol for key, _ in kind)

    def field_of(self, node, scope, depth=0, *, alias=True):
        """Yield the fields that an expression is, or is an item of, with its depth; a variable may be an alias."""
        while isinstance(node, ast.Subscript):
            node, depth = node.value, depth + 1
        if isinstance(node, ast.Attribute):
            yield node, depth
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            yield from self.field_of(node.func.value, scope, depth + 1, alias=alias)
        elif isinstance(node, ast.NamedExpr):
            yield from self.field_of(node.value, scope, depth, alias=alias)
        elif isinstance(node, ast.Name) and alias:
            for value in scope.values.get(node.id, ()):
                yield from self.field_of(value, scope, depth, alias=False)

    def walk(self, node, scope):
        """Count the writes in a node and all below it."""
        if isinstance(node, ast.ClassDef):
            cls = scope.module.names.get(node.name)
            for item in node.body:
                known = isinstance(cls, Class) and cls.node is node and item in cls.scopes
                self.walk_function(item, scope, cls.scopes[item]) if known else self.walk(item, scope)
            return
        if isinstance(node, FUNCTIONS | ast.Lambda):
            self.walk_function(node, scope, self.program.scope(node, scope))
            return
        self.visit(node, scope)
        for child in ast.iter_child_nodes(node):
            self.walk(child, scope)

    def walk_function(self, function, outer, scope):
        """Count the writes of a function; its decorators and defaults belong to the scope around it."""
        for part in (*getattr(function, "decorator_list", ()), function.args):
            self.walk(part, outer)
        for part in function.body if isinstance(function.body, list) else [function.body]:
            self.walk(part, scope)

    def visit(self, node, scope):
        """Count the writes of one node."""
        match node:
            case ast.AnnAssign(target=target, value=None):
                # only declares it: `walk` comes to the target next
                target.ctx = ast.Load()
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                self.write(node, scope)
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                for target, depth in self.field_of(node, scope):
                    self.write(target, scope, depth)
            case ast.Attribute(value=value, attr=method):
                for target, depth in self.field_of(value, scope) if method in MUTATORS else ():
                    self.write(target, scope, depth, mutated=True)
                own = isinstance(value, ast.Name) and value.id == scope.receiver
                if not (own and scope.function.name in CONSTRUCTORS):
                    for key in self.owners(self.program.type(value, scope), method, "methods"):
                        # to read a property sets nothing
                        if (key, method) in self.setters and method not in self.tracked[key].property_setters:
                            self.setters[key, method].add(scope.module.name)
            case ast.Call(args=[target, ast.Constant(value=str() as name), *_]):
                if ast.unparse(node.func).rpartition(".")[2] in (
                    "setattr",
                    "delattr",
                    "__setattr__",
                    "__delattr__",
                ):
                    self.write(ast.Attribute(target, name, ast.Store()), scope)

    def result(self):
        """Return the Writers of each field; assignments in a setter count for those who call it from elsewhere."""
        for setter, fields in self.in_setters.items():
            own = self.program.classes[setter[0]].module.name
            for name in fields:
                self.writers[name].setting |= self.setters[setter]
                if not self.setters[setter] - {own}:
                    self.writers[name].direct.add(own)
        return {f"{self.tracked[key].name}.{name}": writers for (key, name), writers in self.writers.items()}


def field_writers(sources, roots, rooms=("turns", "satellites"), shared=()):
    """Return the Writers of each field, by `Class.field`, of all that makes up the classes named `roots`.

    `sources` are the texts of the package's modules by name. Classes count if they are in `rooms` and not named
    in `shared`; only modules of the rooms, or that import from one, are searched for writes.
    """
    program = Program(sources)
    tracked = tracked_classes(program, roots, rooms, shared)
    count = Count(program, tracked)
    for name, source in sources.items():
        if name.split(".")[0] in rooms or any(f"{program.package}.{room}" in source for room in rooms):
            module = program.module(name)
            count.walk(module.tree, module.scope)
    return count.result()


def sources_of(folder):
    """Return the texts of the modules of a package by dotted name, without the package's own."""
    files = {file.relative_to(folder).with_suffix(""): file for file in sorted(folder.rglob("*.py"))}
    return {
        ".".join(p for p in name.parts if p != "__init__"): f.read_text("utf-8") for name, f in files.items()
    }

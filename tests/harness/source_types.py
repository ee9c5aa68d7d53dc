"""Types of expressions in the source of a package, as far as annotations tell them cheaply."""

import ast

from tests.harness.source_annotations import (
    AWAITABLES,
    MAPPINGS,
    SEQUENCES,
    UNKNOWN,
    VALUE,
    AnnotatedTypes,
    holder_of,
    one,
    union,
)
from tests.harness.source_modules import Class, Module, Scope, decorators, names_of, own_nodes

# Functions that return their first argument, a list of its elements, one of its elements, or a plain value.
SAME = {
    *("replace", "copy", "deepcopy", "aclosing", "closing", "nullcontext", "iter", "aiter", "reversed"),
    *("wait_for", "shield", "create_task", "ensure_future"),
}
COPIES = {"list", "sorted", "tuple", "set", "frozenset", "deque"}
FIRST = {"next", "anext", "min", "max"}
VALUES = {*("int", "float", "str", "bytes", "bytearray", "bool"), *("len", "sum", "round", "range", "abs")}


class Types(AnnotatedTypes):
    """Types of expressions in a package. Its modules are parsed when needed."""

    def __init__(self, sources, package):
        super().__init__(sources, package)
        self.busy, self.known = set(), {}

    def module(self, name):
        """Return the parsed module of that name, None if there is none."""
        if name in self.sources and name not in self.modules:
            module = self.modules[name] = Module(name, self.sources[name])
            self.classes |= {cls.key: cls for cls in module.classes}
            for cls in module.classes:
                for item in cls.node.body:
                    if isinstance(item, ast.AnnAssign) and "ClassVar" not in ast.unparse(item.annotation):
                        cls.add_field(item.target.id, item.annotation, None)
                    elif isinstance(item, ast.Assign):
                        for field in names_of(item):
                            cls.add_field(
                                field, None, lambda item=item, at=module: self.of(item.value, at.scope)
                            )
                for method in (*cls.methods.values(), *cls.property_setters.values()):
                    cls.scopes[method] = self.scope(method, module.scope, cls)
        return self.modules.get(name)

    def once(self, key, compute):
        """Return `compute()`, kept under a key; UNKNOWN if it needs its own result."""
        if key in self.busy:
            return UNKNOWN
        if key not in self.known:
            self.busy.add(key)
            self.known[key] = compute()
            self.busy.discard(key)
        return self.known[key]

    def of_field(self, cls, name):
        """Return the type of a field: its annotation, or that of everything assigned to it in the class."""
        annotations = [note for note, _ in cls.fields[name] if note is not None]
        if annotations:
            return self.annotated(annotations[0], cls.module, cls)
        return self.once((cls, name), lambda: union(kind() for _, kind in cls.fields[name]))

    def scope(self, function, outer, cls=None):
        """Return the scope of a function; with `cls`, its method, add the fields that it assigns."""
        scope, module, parameters = Scope(outer.module, outer, cls, function), outer.module, function.args
        for parameter in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs):
            scope.add(parameter.arg, lambda note=parameter.annotation: self.annotated(note, module, cls))
        if scope.receiver:
            scope.types[scope.receiver] = [lambda: one(cls.key)]
        for extra in (parameters.vararg, parameters.kwarg):
            if extra is not None:
                scope.add(extra.arg, lambda: UNKNOWN)
        for node in own_nodes(function):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self.bind(scope, target, value)
                case ast.NamedExpr(target=target, value=value):
                    self.bind(scope, target, value)
                case ast.AnnAssign(target=target, annotation=note):
                    self.bind(scope, target, None, lambda note=note: self.annotated(note, module, cls), note)
                case ast.For() | ast.AsyncFor() | ast.comprehension():
                    self.bind(scope, node.target, None, lambda n=node: self.element(self.of(n.iter, scope)))
                case ast.withitem(optional_vars=ast.expr() as target):
                    self.bind(
                        scope, target, None, lambda n=node: self.entered(self.of(n.context_expr, scope))
                    )
                case ast.MatchAs(name=str() as name, pattern=ast.MatchClass(cls=shape)):
                    scope.add(name, lambda shape=shape: self.annotated(shape, module))
                case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                    scope.add(name, lambda: UNKNOWN)
                case ast.MatchMapping(rest=str() as name) | ast.ExceptHandler(name=str() as name):
                    scope.add(name, lambda: VALUE)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    scope.add(name, lambda n=node: one("Callable", self.annotated(n.returns, module)))
                case ast.ClassDef(name=name):
                    scope.add(name, lambda: UNKNOWN)
        return scope

    def bind(self, scope, target, value, kind=None, note=None):
        """Bind a target to an expression, or to something of type `kind()`."""
        kind = kind or (lambda: self.of(value, scope))
        if isinstance(target, ast.Tuple | ast.List):
            alike = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
            starred = any(isinstance(item, ast.Starred) for item in target.elts)
            for number, item in enumerate(target.elts):
                if isinstance(item, ast.Starred):
                    self.bind(scope, item.value, None, lambda: one("list", self.element(kind())))
                elif starred:
                    self.bind(scope, item, None, lambda: self.element(kind()))
                elif alike:
                    self.bind(scope, item, value.elts[number])
                else:
                    self.bind(scope, item, None, lambda number=number: self.part(kind(), number))
        elif isinstance(target, ast.Name):
            scope.add(target.id, kind)
            scope.values.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Attribute) and scope.is_own_field(target):
            scope.cls.add_field(target.attr, note, kind)

    def of(self, node, scope):
        """Return the type of an expression."""
        match node:
            case ast.Name(id=name):
                if (holder := holder_of(name, scope)) is None:
                    return self.of_found(self.find(scope.module, name))
                return self.once((holder, name), lambda: union(kind() for kind in holder.types[name]))
            case ast.Attribute(value=value, attr=name):
                if isinstance(found := self.static(node, scope), Class | tuple):
                    return self.of_found(found)
                return union(self.member(kind, arguments, name) for kind, arguments in self.of(value, scope))
            case ast.Call():
                return self.called(node, scope)
            case ast.Subscript(value=value):
                return self.element(self.of(value, scope), by_key=True)
            case ast.Await(value=value):
                return union(
                    arguments[-1] if name in AWAITABLES and arguments else one(name, *arguments)
                    for name, arguments in self.of(value, scope)
                )
            case ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, right=right):
                return self.of(left, scope) | self.of(right, scope)
            case ast.BoolOp(values=values):
                return union(self.of(value, scope) for value in values)
            case ast.NamedExpr(value=value):
                return self.of(value, scope)
            case ast.Constant(value=value):
                return frozenset() if value is None else VALUE
            case ast.JoinedStr() | ast.Compare() | ast.UnaryOp():
                return VALUE
            case ast.Tuple(elts=items):
                return one("tuple", *(self.of(item, scope) for item in items))
            case ast.List(elts=items) | ast.Set(elts=items):
                return one("list", union(self.of(item, scope) for item in items))
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                return one("list", self.of(item, scope))
            case ast.Dict(values=items):
                return one("dict", UNKNOWN, union(self.of(item, scope) for item in items))
        return UNKNOWN

    def of_found(self, found):
        """Return the type, as an expression, of what `find` has found."""
        match found:
            case Class(key=key):
                return one("type", one(key))
            case (ast.AnnAssign(annotation=note), module):
                return self.annotated(note, module)
            case (ast.Assign(value=value), module):
                return self.of(value, module.scope)
            case (ast.FunctionDef(returns=note) | ast.AsyncFunctionDef(returns=note), module):
                return one("Callable", self.annotated(note, module))
        return UNKNOWN

    def member(self, key, arguments, name):
        """Return the type of an attribute of something of one type."""
        if cls := self.owner(key, name, "fields"):
            return self.of_field(cls, name)
        if cls := self.owner(key, name, "methods"):
            attribute = any("property" in decorator for decorator in decorators(cls.methods[name]))
            returned = self.returned(cls, name)
            return returned if attribute else one("Callable", returned)
        for container, held in self.containers(one(key, *arguments)):
            if held and container in MAPPINGS | SEQUENCES | AWAITABLES:
                match name:
                    case "get" | "pop" | "popleft" | "setdefault" | "result":
                        return one("Callable", held[-1])
                    case "values":
                        return one("Callable", one("list", held[-1]))
                    case "items":
                        return one("Callable", one("list", one("tuple", *held)))
        return UNKNOWN

    def called(self, node, scope):
        """Return the type of what a call returns."""
        found = self.static(node.func, scope)
        if not isinstance(found, str):
            return result_of(self.of(node.func, scope))
        name = found.rpartition(".")[2]
        if name in VALUES:
            return VALUE
        if name[:1].isupper():
            return one(name)
        if name == "super" and scope.cls is not None:
            return union(self.annotated(base, scope.module) for base in scope.cls.node.bases)
        if not node.args:
            return UNKNOWN
        if name == "cast":
            return self.annotated(node.args[0], scope.module)
        first = self.of(node.args[0], scope)
        if name == "to_thread":
            return result_of(first)
        if name in FIRST and len(node.args) == 1:
            return self.element(first)
        if name in COPIES:
            return one("list", self.element(first))
        return first if name in SAME else UNKNOWN


def result_of(kind):
    """Return the type of what a call of something of a type returns."""
    return union(
        arguments[0] if name in ("Callable", "type") and arguments else UNKNOWN for name, arguments in kind
    )

"""Types of expressions in the source of a package, as far as annotations tell them cheaply."""

import ast
import builtins

# A type is a set of alternatives, each a name (`module:Class` in the package, else the last part of the dotted
# name) with its arguments. None has no alternative.
ANY = frozenset({("?", ())})
PLAIN = frozenset({("builtin", ())})
# Annotations that tell nothing about the class.
OPAQUE = {"Any", "object", "Type", "TypeVar"}
SEQUENCES = {
    *("list", "deque", "set", "frozenset", "tuple", "Sequence", "MutableSequence", "Iterable", "Iterator"),
    *("Collection", "AsyncIterator", "AsyncIterable", "AsyncGenerator", "Generator", "Queue", "Set"),
}
MAPPINGS = {"dict", "defaultdict", "OrderedDict", "Mapping", "MutableMapping", "WeakKeyDictionary"}
AWAITABLE = {"Task", "Future", "Awaitable", "Coroutine"}
WRAPPERS = {"Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired"}
SAME = {"replace", "copy", "deepcopy", "aclosing", "closing", "nullcontext", "iter", "aiter", "reversed"}
COPIES = {"list", "sorted", "tuple", "set", "frozenset", "deque"}
FIRST = {"next", "anext", "min", "max", "choice", "heappop"}
NO_OBJECT = {
    "len",
    "int",
    "float",
    "str",
    "bytes",
    "bytearray",
    "bool",
    "sum",
    "round",
    "range",
    "abs",
    "repr",
}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


class Scope:
    """Names of a function (or of a module, without `function`), each with the expressions bound to it."""

    def __init__(self, module, outer=None, cls=None, function=None):
        self.module, self.outer, self.cls, self.function = module, outer, cls, function
        self.types, self.values = {}, {}

    @property
    def receiver(self):
        """Name of the first parameter of a method, "" outside one."""
        method = self.function if self.cls and isinstance(self.function, FUNCTIONS) else None
        static = method and any(ast.unparse(d) == "staticmethod" for d in method.decorator_list)
        parameters = [*method.args.posonlyargs, *method.args.args] if method and not static else []
        return parameters[0].arg if parameters else ""


class Class:
    """A class of the package: methods, setters of properties, and fields with what they are annotated or assigned."""

    def __init__(self, module, node):
        self.key, self.name, self.module, self.node = f"{module.name}:{node.name}", node.name, module, node
        self.methods, self.property_setters, self.fields, self.scopes = {}, {}, {}, {}
        self.bases = [ast.unparse(base) for base in node.bases]
        self.protocol = any(base.split("[")[0].split(".")[-1] == "Protocol" for base in self.bases)
        for item in node.body:
            if isinstance(item, FUNCTIONS):
                decorators = [ast.unparse(d) for d in item.decorator_list]
                is_setter = f"{item.name}.setter" in decorators
                (self.property_setters if is_setter else self.methods)[item.name] = item
            elif isinstance(item, ast.AnnAssign) and not ast.unparse(item.annotation).startswith("ClassVar"):
                self.fields[item.target.id] = [(item.annotation, None)]


class Module:
    """A module of the package: its tree and the names defined in it."""

    def __init__(self, name, source):
        self.name, self.tree, self.names = name, ast.parse(source), {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.names[alias.asname or alias.name.split(".")[0]] = alias.name
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                self.names[node.name] = Class(self, node)
            elif isinstance(node, FUNCTIONS):
                self.names[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        self.names[target.id] = node
        self.scope = Scope(self)


def inner(function):
    """Yield the nodes of a function outside the functions and classes nested in it; those themselves, too."""
    todo = list(function.body if isinstance(function.body, list) else [function.body])
    while todo:
        node = todo.pop(0)
        yield node
        if not isinstance(node, FUNCTIONS | ast.Lambda | ast.ClassDef):
            todo += ast.iter_child_nodes(node)


class Program:
    """The modules of a package by name (without the package's), with the types of their expressions."""

    def __init__(self, sources, package="sarai_mqtt"):
        self.sources, self.package = sources, package
        self.modules, self.classes, self.busy, self.known = {}, {}, set(), {}

    def module(self, name):
        """Return the parsed module of that name, None if there is none."""
        if name in self.sources and name not in self.modules:
            module = self.modules[name] = Module(name, self.sources[name])
            for cls in module.names.values():
                if isinstance(cls, Class):
                    self.classes[cls.key] = cls
            for cls in list(self.classes.values()):
                if cls.module is module:
                    for method in (*cls.methods.values(), *cls.property_setters.values()):
                        cls.scopes[method] = self.scope(method, module.scope, cls)
        return self.modules.get(name)

    def find(self, module, name):
        """Return what a name of a module is: a Class, a node with its module, or the dotted name of something else."""
        found = module.names.get(name)
        if isinstance(found, str):
            if not found.startswith(self.package + "."):
                return found
            inside = found.removeprefix(self.package + ".")
            if imported := self.module(inside):
                return imported
            owner = self.module(inside.rpartition(".")[0])
            return self.find(owner, inside.rpartition(".")[2]) if owner else None
        if found is None:
            return name if hasattr(builtins, name) else None
        return found if isinstance(found, Class) else (found, module)

    def static(self, node, scope):
        """Return what `find` finds for a name or dotted name that no variable hides, else None."""
        if isinstance(node, ast.Name):
            while scope.outer is not None:
                if node.id in scope.types:
                    return None
                scope = scope.outer
            return self.find(scope.module, node.id)
        if isinstance(node, ast.Attribute):
            owner = self.static(node.value, scope)
            if isinstance(owner, Module):
                return self.find(owner, node.attr)
            return f"{owner}.{node.attr}" if isinstance(owner, str) else None
        return None

    def annotated(self, node, module, cls=None):
        """Return the type that an annotation means."""
        match node:
            case None:
                return ANY
            case ast.Constant(value=str() as text):
                return self.annotated(ast.parse(text, mode="eval").body, module, cls)
            case ast.Constant():
                return frozenset()
            case ast.BinOp(op=ast.BitOr()):
                return self.annotated(node.left, module, cls) | self.annotated(node.right, module, cls)
            case ast.Name() | ast.Attribute():
                found = self.static(node, module.scope)
                if isinstance(found, Class):
                    return frozenset({(found.key, ())})
                if isinstance(found, tuple):
                    value = getattr(found[0], "value", None)
                    return (
                        ANY
                        if value is None or isinstance(value, ast.Call)
                        else self.annotated(value, found[1], cls)
                    )
                name = found.rpartition(".")[2] if isinstance(found, str) else "?"
                if name == "Self" and cls:
                    return frozenset({(cls.key, ())})
                return ANY if name in OPAQUE else frozenset({(name, ())})
            case ast.Subscript():
                arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                name = ast.unparse(node.value).rpartition(".")[2]
                if name == "Literal":
                    return PLAIN
                if name == "Callable":
                    return frozenset({("Callable", (self.annotated(arguments[-1], module, cls),))})
                kinds = tuple(self.annotated(argument, module, cls) for argument in arguments)
                if name in WRAPPERS:
                    return frozenset().union(*(kinds[:1] if name == "Annotated" else kinds))
                return frozenset((base, kinds) for base, _ in self.annotated(node.value, module, cls))
        return ANY

    def lineage(self, key):
        """Yield the class and its bases in the package."""
        todo, seen = [key], set()
        while todo:
            cls = self.classes.get(todo.pop(0))
            if cls is None or cls.key in seen:
                continue
            seen.add(cls.key)
            yield cls
            for base in cls.node.bases:
                todo += [name for name, _ in self.annotated(base, cls.module)]

    def owner(self, key, name, kind):
        """Return the class of the lineage that has `name` among its `kind` (fields, methods, ...), or None.

        A field belongs to the class that has it first, methods to the last one that defines them.
        """
        having = [cls for cls in self.lineage(key) if name in getattr(cls, kind)]
        return having[-1 if kind == "fields" else 0] if having else None

    def field_type(self, cls, name):
        """Return the type of a field: its annotation, or everything that is assigned to it in the class."""
        if (cls.key, name) in self.known:
            return self.known[cls.key, name]
        if (cls.key, name) in self.busy:
            return ANY
        self.busy.add((cls.key, name))
        annotations = [note for note, _ in cls.fields[name] if note is not None]
        if annotations:
            found = self.annotated(annotations[0], cls.module, cls)
        else:
            found = frozenset().union(*(kind() for _, kind in cls.fields[name]))
        self.busy.discard((cls.key, name))
        self.known[cls.key, name] = found
        return found

    def containers(self, kind):
        """Yield the alternatives of a type; a class of the package that is a container also as that one."""
        for name, arguments in kind:
            yield name, arguments
            for cls in self.lineage(name):
                for base in cls.node.bases:
                    if isinstance(base, ast.Subscript):
                        yield from self.annotated(base, cls.module, cls)

    def element(self, kind, *, by_key=False):
        """Return the type of the elements of a container: of what it iterates over, or what a key gets."""
        found = frozenset()
        for name, arguments in self.containers(kind):
            if name in MAPPINGS and arguments:
                found |= arguments[-1] if by_key else arguments[0]
            elif name in SEQUENCES and arguments:
                found |= frozenset().union(*arguments) if name == "tuple" else arguments[0]
            elif (cls := self.owner(name, "__getitem__", "methods")) is not None and by_key:
                found |= self.annotated(cls.methods["__getitem__"].returns, cls.module, cls)
            elif name not in self.classes and name != "builtin":
                found |= ANY
        return found

    def scope(self, function, outer, cls=None):
        """Return the scope of a function; with `cls`, its method, the fields it assigns are noted there."""
        scope = Scope(outer.module, outer, cls, function)
        parameters = function.args
        for parameter in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs):
            note = parameter.annotation
            scope.types[parameter.arg] = [lambda note=note: self.annotated(note, outer.module, cls)]
        if scope.receiver:
            scope.types[scope.receiver] = [lambda: frozenset({(cls.key, ())})]
        for extra in (parameters.vararg, parameters.kwarg):
            if extra is not None:
                scope.types[extra.arg] = [lambda: ANY]
        for node in inner(function):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self.bind(scope, target, value)
                case ast.NamedExpr(target=target, value=value):
                    self.bind(scope, target, value)
                case ast.AnnAssign(target=target, annotation=note):
                    self.bind(scope, target, None, lambda n=note: self.annotated(n, outer.module, cls), note)
                case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
                    self.bind(scope, target, None, lambda i=items: self.element(self.type(i, scope)))
                case ast.comprehension(target=target, iter=items):
                    self.bind(scope, target, None, lambda i=items: self.element(self.type(i, scope)))
                case ast.withitem(context_expr=context, optional_vars=target) if target is not None:
                    self.bind(scope, target, None, lambda c=context: self.entered(self.type(c, scope)))
                case ast.MatchAs(name=str() as name, pattern=ast.MatchClass(cls=shape)):
                    scope.types.setdefault(name, []).append(lambda s=shape: self.annotated(s, outer.module))
                case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                    scope.types.setdefault(name, []).append(lambda: ANY)
                case ast.ExceptHandler(name=str() as name):
                    scope.types.setdefault(name, []).append(lambda: PLAIN)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    note = node.returns
                    made = lambda n=note: frozenset({("Callable", (self.annotated(n, outer.module),))})
                    scope.types.setdefault(name, []).append(made)
        return scope

    def bind(self, scope, target, value, kind=None, note=None):
        """Bind a target to an expression, or to something of type `kind()`."""
        kind = kind or (lambda: self.type(value, scope))
        if isinstance(target, ast.Starred):
            self.bind(scope, target.value, None, lambda: ANY)
        elif isinstance(target, ast.Tuple | ast.List):
            for number, item in enumerate(target.elts):
                if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                    self.bind(scope, item, value.elts[number])
                else:
                    self.bind(scope, item, None, lambda n=number: self.part(kind(), n))
        elif isinstance(target, ast.Name):
            scope.types.setdefault(target.id, []).append(kind)
            scope.values.setdefault(target.id, []).append(value)
        elif is_field_of_self(target, scope) and isinstance(target, ast.Attribute):
            fields = scope.cls.fields
            if target.attr not in scope.cls.property_setters:
                fields.setdefault(target.attr, []).append((note, kind))

    def part(self, kind, number):
        """Return the type of one part of a tuple."""
        found = frozenset()
        for name, arguments in kind:
            exact = name == "tuple" and len(arguments) > number and frozenset() not in arguments[1:]
            found |= arguments[number] if exact else self.element(frozenset({(name, arguments)}))
        return found

    def entered(self, kind):
        """Return the type that `with` binds."""
        found = frozenset()
        for name, arguments in kind:
            enter = [
                self.annotated(cls.methods[method].returns, cls.module, cls)
                for method in ("__enter__", "__aenter__")
                if (cls := self.owner(name, method, "methods"))
            ]
            generated = arguments and name in SEQUENCES
            found |= (
                frozenset().union(*enter)
                if enter
                else ({(name, arguments)} | arguments[0] if generated else ANY)
            )
        return found

    def type(self, node, scope):
        """Return the type of an expression."""
        match node:
            case ast.Name(id=name):
                holder = scope
                while holder is not None and name not in holder.types:
                    holder = holder.outer
                if holder is None:
                    return self.of_module(self.find(scope.module, name))
                if (id(holder), name) in self.busy:
                    return ANY
                if (id(holder), name) not in self.known:
                    self.busy.add((id(holder), name))
                    found = frozenset().union(*(kind() for kind in holder.types[name]))
                    self.busy.discard((id(holder), name))
                    self.known[id(holder), name] = found
                return self.known[id(holder), name]
            case ast.Attribute(value=value, attr=name):
                found = self.static(node, scope)
                if found is not None and not isinstance(found, str):
                    return self.of_module(found)
                return frozenset().union(*(self.member(alt, name) for alt in self.type(value, scope)))
            case ast.Call():
                return self.called(node, scope)
            case ast.Subscript(value=value):
                return self.element(self.type(value, scope), by_key=True)
            case ast.Await(value=value):
                found = frozenset()
                for name, arguments in self.type(value, scope):
                    found |= arguments[-1] if name in AWAITABLE and arguments else {(name, arguments)}
                return found
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                return self.type(one, scope) | self.type(other, scope)
            case ast.BoolOp(values=values):
                return frozenset().union(*(self.type(value, scope) for value in values))
            case ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.type(value, scope)
            case ast.Constant(value=None):
                return frozenset()
            case ast.Constant() | ast.JoinedStr() | ast.Compare() | ast.UnaryOp():
                return PLAIN
            case ast.List(elts=items) | ast.Set(elts=items):
                return frozenset({("list", (frozenset().union(*(self.type(i, scope) for i in items)),))})
            case ast.Tuple(elts=items):
                return frozenset({("tuple", tuple(self.type(i, scope) for i in items))})
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                return frozenset({("list", (self.type(item, scope),))})
            case ast.Dict(values=items):
                return frozenset({("dict", (ANY, frozenset().union(*(self.type(i, scope) for i in items))))})
        return ANY

    def of_module(self, found):
        """Return the type of a name of a module as an expression, as `find` returned it."""
        match found:
            case Class():
                return frozenset({("type", (frozenset({(found.key, ())}),))})
            case (ast.AnnAssign(annotation=note), module):
                return self.annotated(note, module)
            case (ast.Assign(value=value), module):
                return self.type(value, module.scope)
            case (ast.FunctionDef() | ast.AsyncFunctionDef() as function, module):
                return frozenset({("Callable", (self.annotated(function.returns, module),))})
        return ANY

    def member(self, alternative, name):
        """Return the type of an attribute of a thing of one type."""
        key = alternative[0]
        if cls := self.owner(key, name, "fields"):
            return self.field_type(cls, name)
        if cls := self.owner(key, name, "methods"):
            method = cls.methods[name]
            returned = self.annotated(method.returns, cls.module, cls)
            properties = {ast.unparse(d).rpartition(".")[2] for d in method.decorator_list}
            return (
                returned
                if properties & {"property", "cached_property"}
                else frozenset({("Callable", (returned,))})
            )
        return ANY

    def called(self, node, scope):
        """Return the type of what a call returns."""
        found = self.static(node.func, scope)
        first = node.args[0] if node.args else None
        if isinstance(found, str):
            name = found.rpartition(".")[2]
            if name == "super" and scope.cls:
                return frozenset().union(
                    *(self.annotated(base, scope.cls.module) for base in scope.cls.node.bases)
                )
            if name in NO_OBJECT or name[:1].isupper():
                return PLAIN if name in NO_OBJECT else frozenset({(name, ())})
            if name == "cast" and first is not None:
                return self.annotated(first, scope.module)
            if first is None or name not in SAME | COPIES | FIRST:
                return ANY
            kind = self.type(first, scope)
            if name in SAME:
                return kind
            return self.element(kind) if name in FIRST else frozenset({("list", (self.element(kind),))})
        if isinstance(node.func, ast.Attribute):
            kind, method = self.type(node.func.value, scope), node.func.attr
            held = [
                alt for alt in self.containers(kind) if alt[0] in MAPPINGS | SEQUENCES | AWAITABLE and alt[1]
            ]
            if held and all(self.owner(name, method, "methods") is None for name, _ in kind):
                if method in ("get", "pop", "popleft", "setdefault", "result"):
                    return frozenset().union(*(arguments[-1] for _, arguments in held))
                if method == "values":
                    return frozenset({("list", (arguments[-1],)) for _, arguments in held})
                if method == "items":
                    return frozenset(
                        {("list", (frozenset({("tuple", arguments)}),)) for _, arguments in held}
                    )
        found = frozenset()
        for name, arguments in self.type(node.func, scope):
            found |= arguments[0] if name in ("Callable", "type") and arguments else ANY
        return found


def is_field_of_self(node, scope):
    """Return True if a target is a field of the method's own object, or an item of such a field."""
    while isinstance(node, ast.Subscript):
        node = node.value
    own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and scope.receiver
    return bool(own) and node.value.id == scope.receiver

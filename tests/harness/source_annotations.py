"""Types that annotations in the source of a package mean, and what such a type holds.

A type is a set of alternatives, each a name with the types of its arguments. The name is `module:Class` for a
class of the package, else the last part of the dotted name; None has no alternative.
"""

import ast
import builtins

from tests.harness.source_modules import Class, Module

# Annotations that tell nothing about the class.
OPAQUE = {"Any", "object"}
SEQUENCES = {
    *("list", "deque", "set", "frozenset", "tuple", "Sequence", "MutableSequence", "Iterable", "Iterator"),
    *("Collection", "AsyncIterator", "AsyncIterable", "AsyncGenerator", "Generator", "Queue", "Set"),
}
MAPPINGS = {"dict", "defaultdict", "OrderedDict", "Mapping", "MutableMapping", "WeakKeyDictionary"}
AWAITABLES = {"Task", "Future", "Awaitable", "Coroutine"}
WRAPPERS = {"Optional", "Union", "Final", "ClassVar"}


def one(name, *arguments):
    """Return the type with a single alternative."""
    return frozenset({(name, arguments)})


def union(types):
    """Return the type that has the alternatives of all `types`."""
    return frozenset().union(*types)


UNKNOWN = one("?")
VALUE = one("value")


class AnnotatedTypes:
    """Types of annotations in a package; its modules are known by name, without the package's."""

    def __init__(self, sources, package):
        self.sources, self.package = sources, package
        self.modules, self.classes = {}, {}

    def module(self, name):
        """Return the parsed module of that name, its classes in `classes`; None if there is none."""
        raise NotImplementedError

    def find(self, module, name):
        """Return what a name of a module is.

        That is a Class or Module, the node that defines it with its module, the dotted name of something of
        another package, or None if it is not known.
        """
        found = module.names.get(name, name if hasattr(builtins, name) else None)
        if isinstance(found, str) and found.startswith(self.package + "."):
            inside = found.removeprefix(self.package + ".")
            owner, _, name = inside.rpartition(".")
            if imported := self.module(inside):
                return imported
            return self.find(self.module(owner), name) if self.module(owner) else None
        return (found, module) if isinstance(found, ast.AST) else found

    def static(self, node, scope):
        """Return what `find` finds for a name or dotted name that no variable hides, else None."""
        if isinstance(node, ast.Name):
            return None if holder_of(node.id, scope) else self.find(scope.module, node.id)
        owner = self.static(node.value, scope) if isinstance(node, ast.Attribute) else None
        if isinstance(owner, Module):
            return self.find(owner, node.attr)
        return f"{owner}.{node.attr}" if isinstance(owner, str) else None

    def annotated(self, node, module, cls=None):
        """Return the type that an annotation means in a module, or in a class of it."""
        match node:
            case ast.Constant(value=str() as text):
                return self.annotated(ast.parse(text, mode="eval").body, module, cls)
            case ast.Constant():
                return frozenset()
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.annotated(left, module, cls) | self.annotated(right, module, cls)
            case ast.Name() | ast.Attribute():
                match self.static(node, module.scope):
                    case Class(key=key):
                        return one(key)
                    case (
                        ast.Assign(
                            value=ast.Name() | ast.Attribute() | ast.Subscript() | ast.BinOp() as alias
                        ),
                        at,
                    ):
                        return self.annotated(alias, at, cls)
                    case str() as name if name.endswith("Self") and cls is not None:
                        return one(cls.key)
                    case str() as name if name.rpartition(".")[2] not in OPAQUE:
                        return one(name.rpartition(".")[2])
            case ast.Subscript(value=generic, slice=inner):
                name = ast.unparse(generic).rpartition(".")[2]
                notes = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                if name == "Literal":
                    return VALUE
                if name == "Callable":
                    return one("Callable", self.annotated(notes[-1], module, cls))
                arguments = tuple(self.annotated(note, module, cls) for note in notes)
                if name == "Annotated":
                    return arguments[0]
                if name in WRAPPERS:
                    return union(arguments)
                return frozenset((base, arguments) for base, _ in self.annotated(generic, module, cls))
        return UNKNOWN

    def returned(self, cls, method):
        """Return the type that a method of a class returns."""
        return self.annotated(cls.methods[method].returns, cls.module, cls)

    def lineage(self, key):
        """Return the class with that key, then its bases in the package; [] if there is none."""
        found, todo = [], [key]
        while todo:
            cls = self.classes.get(todo.pop(0))
            if cls is not None and cls not in found:
                found.append(cls)
                todo += [name for base in cls.node.bases for name, _ in self.annotated(base, cls.module)]
        return found

    def owner(self, key, name, group):
        """Return the class that gives the class with that key the `name` of a group, or None.

        The group is `methods`, `property_setters` or `fields`. A field belongs to the outermost base that has
        it, a method to the innermost class.
        """
        having = [cls for cls in self.lineage(key) if name in getattr(cls, group)]
        return having[-1 if group == "fields" else 0] if having else None

    def containers(self, kind):
        """Yield the alternatives of a type; a class of the package that is a container also as that one."""
        for name, arguments in kind:
            yield name, arguments
            for cls in self.lineage(name):
                for base in cls.node.bases:
                    if isinstance(base, ast.Subscript):
                        yield from self.annotated(base, cls.module, cls)

    def element(self, kind, *, by_key=False):
        """Return the type of what a container yields, or of what it holds `by_key`."""
        found = set()
        for name, arguments in self.containers(kind):
            if name in MAPPINGS and arguments:
                found |= arguments[-1 if by_key else 0]
            elif name in SEQUENCES and arguments:
                found |= union(arguments if name == "tuple" else arguments[:1])
            elif by_key and (cls := self.owner(name, "__getitem__", "methods")):
                found |= self.returned(cls, "__getitem__")
            elif name not in self.classes and name != "value":
                found |= UNKNOWN
        return frozenset(found)

    def part(self, kind, number):
        """Return the type of one part of a tuple."""
        found = set()
        for name, arguments in kind:
            # `tuple[T, ...]` has an argument without alternatives
            exact = name == "tuple" and number < len(arguments) and all(arguments)
            found |= arguments[number] if exact else self.element(one(name, *arguments))
        return frozenset(found)

    def entered(self, kind):
        """Return the type that `with` binds."""
        found = set()
        for name, arguments in kind:
            enters = [
                self.returned(cls, method)
                for method in ("__enter__", "__aenter__")
                if (cls := self.owner(name, method, "methods"))
            ]
            # of a generator: itself if it is closed at the end, else what it yields
            yields = [one(name, *arguments), *arguments[:1]] if name in SEQUENCES and arguments else [UNKNOWN]
            found |= union(enters or yields)
        return frozenset(found)


def holder_of(name, scope):
    """Return the scope that binds a variable, None if it is none of a function."""
    while scope is not None and name not in scope.types:
        scope = scope.outer
    return scope

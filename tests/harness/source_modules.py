"""Modules, classes and scopes of a package as its source defines them."""

import ast

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


class Scope:
    """Names of a function, or of a module (without `function`).

    `types` holds for each name a list of functions that return the type of what is bound to it, `values` the
    expressions bound.
    """

    def __init__(self, module, outer=None, cls=None, function=None):
        self.module, self.outer, self.cls, self.function = module, outer, cls, function
        self.types, self.values = {}, {}
        self.receiver = ""
        if cls is not None and "staticmethod" not in decorators(function):
            parameters = [*function.args.posonlyargs, *function.args.args]
            self.receiver = parameters[0].arg if parameters else ""

    def add(self, name, kind):
        """Add something of type `kind()` to what a name may be."""
        self.types.setdefault(name, []).append(kind)

    def is_own_field(self, target):
        """Return True if a target is a field of the method's own object, or an item of such a field."""
        while isinstance(target, ast.Subscript):
            target = target.value
        held = target.value if isinstance(target, ast.Attribute) else None
        return isinstance(held, ast.Name) and held.id == self.receiver


class Class:
    """A class of the package.

    `fields` holds for each field its annotations and the functions that return the type of what is assigned.
    """

    def __init__(self, module, node):
        self.key, self.name, self.module, self.node = f"{module.name}:{node.name}", node.name, module, node
        self.methods, self.property_setters, self.fields, self.scopes = {}, {}, {}, {}
        self.protocol = any("Protocol" in ast.unparse(base) for base in node.bases)
        for item in node.body:
            if isinstance(item, FUNCTIONS):
                sets = f"{item.name}.setter" in decorators(item)
                (self.property_setters if sets else self.methods)[item.name] = item

    def add_field(self, name, annotation, kind):
        """Add a field, or another assignment to it."""
        if name not in self.property_setters:
            self.fields.setdefault(name, []).append((annotation, kind))


class Module:
    """A module of the package: its tree and the names defined in it.

    A name is a Class, the node that defines it, or the dotted name that was imported.
    """

    def __init__(self, name, source):
        self.name, self.tree, self.names = name, ast.parse(source), {}
        self.scope = Scope(self)
        for node in statements(self.tree):
            if isinstance(node, ast.ImportFrom) and not node.level:
                self.names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            elif isinstance(node, ast.Import):
                self.names |= {a.asname or a.name.split(".")[0]: a.name for a in node.names}
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                self.names[node.name] = Class(self, node)
            elif isinstance(node, FUNCTIONS):
                self.names[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                self.names |= dict.fromkeys(names_of(node), node)

    @property
    def classes(self):
        """Classes of the module."""
        return [found for found in self.names.values() if isinstance(found, Class)]


def statements(tree):
    """Yield the statements below a node, and no expressions: tables are large."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        inner = ast.stmt | ast.excepthandler | ast.match_case
        todo += [child for child in ast.iter_child_nodes(node) if isinstance(child, inner)]


def decorators(function):
    """Return the source of a function's decorators."""
    return [ast.unparse(decorator) for decorator in function.decorator_list]


def names_of(assignment):
    """Return the names that an assignment binds, those in tuples left out."""
    targets = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def own_nodes(function):
    """Yield the nodes of a function's body; of functions and classes nested in it only their first node."""
    todo = list(function.body if isinstance(function.body, list) else [function.body])
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, FUNCTIONS | ast.Lambda | ast.ClassDef):
            todo += ast.iter_child_nodes(node)


def sources_of(folder):
    """Return the texts of the modules of a package by dotted name, without the package's own."""
    files = {file.relative_to(folder).with_suffix(""): file for file in sorted(folder.rglob("*.py"))}
    return {
        ".".join(part for part in name.parts if part != "__init__"): file.read_text("utf-8")
        for name, file in files.items()
    }

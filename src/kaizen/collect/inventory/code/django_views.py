"""Which methods a Django view answers: function views, class views, REST framework views and view sets."""

from dataclasses import dataclass

from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.inventory.code.web import METHODS, VERBS
from kaizen.collect.sources.code import Call, Decorator, Nested, Pairs, Ref, Value

GENERIC = {
    "ListAPIView": "GET", "RetrieveAPIView": "GET", "CreateAPIView": "POST", "DestroyAPIView": "DELETE",
    "UpdateAPIView": "PUT PATCH", "ListCreateAPIView": "GET POST", "RetrieveUpdateAPIView": "GET PUT PATCH",
    "RetrieveDestroyAPIView": "GET DELETE", "RetrieveUpdateDestroyAPIView": "GET PUT PATCH DELETE",
    "ListView": "GET", "DetailView": "GET", "TemplateView": "GET", "RedirectView": "GET", "ArchiveIndexView": "GET",
    "CreateView": "GET POST", "UpdateView": "GET POST", "DeleteView": "GET POST", "FormView": "GET POST",
    "LoginView": "GET POST", "LogoutView": "POST", "PasswordResetView": "GET POST",
    "SpectacularAPIView": "GET", "SpectacularSwaggerView": "GET", "SpectacularRedocView": "GET",
    "TokenObtainPairView": "POST", "TokenRefreshView": "POST", "TokenVerifyView": "POST", "ObtainAuthToken": "POST",
    "JavaScriptCatalog": "GET", "GraphQLView": "GET POST", "AsyncGraphQLView": "GET POST",
}  # fmt: skip
ACTIONS = {
    "list": "GET", "create": "POST", "retrieve": "GET", "update": "PUT", "partial_update": "PATCH", "destroy": "DELETE",
}  # fmt: skip
MIXINS = {
    "ListModelMixin": ("list",), "CreateModelMixin": ("create",), "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"), "DestroyModelMixin": ("destroy",),
    "ModelViewSet": tuple(ACTIONS), "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ListAPIView": ("list",), "CreateAPIView": ("create",), "RetrieveAPIView": ("retrieve",),
}  # fmt: skip
KNOWN = {"obtain_auth_token": ("POST",), "obtain_jwt_token": ("POST",), "refresh_jwt_token": ("POST",)}
DEEPEST = 10
REQUIRED = {"require_GET": ("GET",), "require_POST": ("POST",), "require_safe": ("GET",)}


@dataclass(frozen=True, slots=True)
class View:
    """A view's name and the methods it answers."""

    name: str
    methods: tuple[str, ...]


class Views:
    """Answers which methods the view behind a value has."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def of(self, module: Module, value: Value, depth: int = 0) -> View:
        """The view a pattern points to; wrappers such as ``csrf_exempt(...)`` are looked through."""
        if isinstance(value, Ref):
            return self._function(module, value.text, depth)
        if not isinstance(value, Nested) or depth > DEEPEST:
            return View(value if isinstance(value, str) else "", ("ANY",))
        call = module.facts.calls[value.call]
        if call.callee.endswith(".as_view"):
            return self._as_view(module, call)
        inner = [self.of(module, arg, depth + 1) for arg in call.args if isinstance(arg, Ref | Nested)]
        if call.receiver >= 0 and not inner:
            return self.of(module, Nested(call.receiver), depth + 1)
        return next((view for view in inner if view.name), View("", ("ANY",)))

    def _as_view(self, module: Module, call: Call) -> View:
        name = call.callee.removesuffix(".as_view")
        methods = self._mapped(call.args[0] if call.args else call.keyword("actions"))
        if methods:
            return View(name, methods)
        methods = self.class_view(self._names.resolve(module.path, name))
        limits = self._listed(module, call.keyword("http_method_names"))
        kept = tuple(method for method in methods if method in limits) if limits else methods
        return View(name, kept or tuple(method for method in METHODS if method in limits))

    def _listed(self, module: Module, value: Value) -> set[str]:
        texts = [self._names.text(path, item) for path, item in self._names.items(module.path, value)]
        return {text.upper() for text in texts if text}

    def _mapped(self, value: Value) -> tuple[str, ...]:
        if not isinstance(value, Pairs):
            return ()
        found = {VERBS[key.lower()] for key, _ in value.items if isinstance(key, str) and key.lower() in VERBS}
        return tuple(method for method in METHODS if method in found)

    def _function(self, module: Module, name: str, depth: int) -> View:
        symbol = self._names.resolve(module.path, name)
        found = self._names.definition(symbol)
        if found is None:
            assigned = self._names.value(symbol)
            if assigned and isinstance(assigned[1].value, Nested):
                return self.of(self._names.modules[assigned[0]], assigned[1].value, depth + 1)
            return View(name, KNOWN.get(symbol.outside.rsplit(".", 1)[-1], ("ANY",)))
        holder, definition, _ = found
        if definition.kind == "class":
            return View(name, self.class_view(symbol))
        limits = (self._limit(holder, decorator) for decorator in definition.decorators)
        return View(name, next((methods for methods in limits if methods), ("ANY",)))

    def _limit(self, module: Module, decorator: Decorator) -> tuple[str, ...]:
        """Methods a decorator limits its function to, none where it does not."""
        last = decorator.name.rsplit(".", 1)[-1]
        if last in REQUIRED:
            return REQUIRED[last]
        if last not in {"api_view", "require_http_methods"}:
            return ()
        if decorator.call < 0:
            return ("GET",)
        call = module.facts.calls[decorator.call]
        listed = self._listed(module, call.args[0] if call.args else call.keyword("http_method_names"))
        return tuple(method for method in METHODS if method in listed) or ("GET",)

    def class_view(self, symbol: Symbol) -> tuple[str, ...]:
        """Methods of a class view: its own, those of its bases, less what ``http_method_names`` leaves out."""
        found: set[str] = set()
        allowed: set[str] | None = None
        for ancestor in self._names.ancestors(symbol):
            if isinstance(ancestor, str):
                found |= set(GENERIC.get(ancestor.rsplit(".", 1)[-1], "").split())
                continue
            module, _, index = ancestor
            members = {module.facts.definitions[at].name.rsplit(".", 1)[-1] for at in module.members.get(index, ())}
            found |= {VERBS[name] for name in members if name in VERBS}
            if allowed is None:
                allowed = self._allowed(module, index)
            if "form_valid" in members:
                found.add("POST")
        if allowed is not None:
            found &= allowed
        found -= {"HEAD", "OPTIONS", "TRACE"}
        return tuple(method for method in METHODS if method in found) or ("ANY",)

    def _allowed(self, module: Module, index: int) -> set[str] | None:
        assigned = module.attributes.get(index, {}).get("http_method_names")
        if assigned is None:
            return None
        return self._listed(module, assigned.value)

    def set_actions(self, symbol: Symbol) -> tuple[set[str], set[str] | None]:
        """Standard actions of a view set, and the methods it is limited to (None for no limit)."""
        found: set[str] = set()
        allowed: set[str] | None = None
        for ancestor in self._names.ancestors(symbol):
            if isinstance(ancestor, str):
                found |= set(MIXINS.get(ancestor.rsplit(".", 1)[-1], ()))
                continue
            module, _, index = ancestor
            members = {module.facts.definitions[at].name.rsplit(".", 1)[-1] for at in module.members.get(index, ())}
            found |= members & set(ACTIONS)
            if allowed is None:
                allowed = self._allowed(module, index)
        return found, allowed

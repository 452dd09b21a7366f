"""Django and REST framework in their documented ways."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.contrib import admin
                from django.urls import include, path
                from a import urls as a_urls
                extra = [path("x/", V.as_view())]
                urlpatterns = [path("admin/", admin.site.urls), path("a/", include(a_urls)), path("b/",
                  include("b.urls", namespace="b")), path("c/", include(("c.urls","c"), namespace="c")),
                  path("d/", include(extra)), path("e/", include((extra, "e"))), path("f/",
                  include([path("g/<slug:s>", v)]))]
                """,
            "a/__init__.py": "",
            "a/urls.py": """
                from django.urls import path
                app_name="a"
                urlpatterns=[path("", v)]
                """,
            "b/__init__.py": "",
            "b/urls.py": """
                from django.urls import path
                urlpatterns=[path("1/", v)]
                """,
            "c/__init__.py": "",
            "c/urls.py": """
                from django.urls import path
                urlpatterns=[path("2/", v)]
                """,
        },
        ["ANY /a/", "ANY /admin/", "ANY /b/1/", "ANY /c/2/", "ANY /d/x/", "ANY /e/x/", "ANY /f/g/{s}"],
        id="include tuple/list/namespace",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": r"""
                from django.urls import re_path, include
                from . import v
                urlpatterns = [
                 re_path(r"^a/(?P<id>\d+)/$", v.a),
                 re_path(r"^b/(\w+)/(?P<y>[0-9]{4})$", v.a),
                 re_path(r"^c/(?:page-(?P<n>[0-9]+)/)?$", v.a),
                 re_path(r"^d/?$", v.a),
                 re_path(r"^e\.json$", v.a),
                 re_path(r"^f/(?P<path>.*)$", v.a),
                 re_path(r"^g/", include([re_path(r"^h/(?P<k>[^/]+)/$", v.a)])),
                 re_path(r"^(?P<slug>[-\w]+)/edit/$", v.a),
                 re_path(r"^i/(?P<fmt>json|xml)$", v.a),
                ]
                """,
            "p/v.py": "def a(request): ...\n",
        },
        [
            "ANY /a/{id}/",
            "ANY /b/{value}/{y}",
            "ANY /c/page-{n}/",
            "ANY /d/",
            "ANY /e.json",
            "ANY /f/{path}",
            "ANY /g/h/{k}/",
            "ANY /i/{fmt}",
            "ANY /{slug}/edit/",
        ],
        id="re_path normalisation",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.urls import include, path
                from rest_framework import routers
                from rest_framework_nested import routers as nested
                from p.views import *
                router = routers.DefaultRouter(trailing_slash=False)
                router.register("users", UserViewSet, basename="user")
                router.register(r"groups", GroupViewSet)
                users_router = nested.NestedDefaultRouter(router, r"users", lookup="user")
                users_router.register(r"posts", PostViewSet, basename="p")
                urlpatterns = [path("api/", include(router.urls)), path("api/", include(users_router.urls)),
                  path("api-auth/", include("rest_framework.urls")), path("fn/", fn), path("gen/<int:pk>/",
                  Gen.as_view()), path("tok/", obtain_auth_token)]
                """,
            "p/views.py": """
                from rest_framework import viewsets, mixins, generics
                from rest_framework.decorators import action, api_view
                from rest_framework.views import APIView
                class Base(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet):
                    pass
                class UserViewSet(viewsets.ModelViewSet):
                    lookup_field = "username"
                    http_method_names = ["get", "post", "delete"]
                    @action(detail=True, methods=["get", "post"])
                    def friends(self, request, username=None): ...
                    @action(methods=["post"], detail=False, url_path="bulk/import", url_name="b")
                    def bulk(self, request): ...
                    @action(detail=True, methods=["post"])
                    def avatar(self, r): ...
                    @avatar.mapping.delete
                    def delete_avatar(self, r): ...
                class GroupViewSet(Base):
                    lookup_url_kwarg = "gid"
                    def retrieve(self, request, gid): ...
                class PostViewSet(viewsets.ReadOnlyModelViewSet): pass
                @api_view(["GET", "PUT"])
                def fn(request): ...
                class Gen(generics.RetrieveUpdateDestroyAPIView): pass
                """,
        },
        [
            "DELETE /api/users/{username}",
            "DELETE /api/users/{username}/avatar",
            "DELETE /gen/{pk}/",
            "GET /api/groups",
            "GET /api/groups/{gid}",
            "GET /api/users",
            "GET /api/users/{user_username}/posts/",
            "GET /api/users/{user_username}/posts/{pk}/",
            "GET /api/users/{username}",
            "GET /api/users/{username}/friends",
            "GET /fn/",
            "GET /gen/{pk}/",
            "PATCH /gen/{pk}/",
            "POST /api/groups",
            "POST /api/users",
            "POST /api/users/bulk/import",
            "POST /api/users/{username}/avatar",
            "POST /api/users/{username}/friends",
            "POST /tok/",
            "PUT /fn/",
            "PUT /gen/{pk}/",
        ],
        id="drf",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.conf import settings
                from django.conf.urls.static import static
                from django.conf.urls.i18n import i18n_patterns
                from django.urls import path, include
                from rest_framework.routers import SimpleRouter
                from p.v import S, home
                r = SimpleRouter()
                r.register("s", S)
                urlpatterns = r.urls
                urlpatterns += [path("home/", home, name="h")]
                urlpatterns += i18n_patterns(path("about/", home))
                if settings.DEBUG:
                    import debug_toolbar
                    urlpatterns += static(settings.MEDIA_URL, document_root="x")
                    urlpatterns = [path("__debug__/", include(debug_toolbar.urls))] + urlpatterns
                """,
            "p/v.py": """
                from rest_framework import viewsets
                from django.views.decorators.http import require_http_methods, require_safe
                class S(viewsets.ViewSet):
                    def list(self, request): ...
                    def partial_update(self, request, pk=None): ...
                @require_http_methods(["GET","POST"])
                def home(request): ...
                """,
        },
        ["GET /about/", "GET /home/", "GET /s/", "PATCH /s/{pk}/", "POST /about/", "POST /home/"],
        id="urlpatterns = router.urls, +=, i18n, static",
    ),
    pytest.param(
        {
            "backend/manage.py": "import django\n",
            "backend/proj/__init__.py": "",
            "backend/proj/settings/__init__.py": "",
            "backend/proj/settings/base.py": 'ROOT_URLCONF = "proj.urls"\n',
            "backend/proj/urls.py": """
                from django.urls import path, include
                urlpatterns=[path("v1/", include("proj.api.urls"))]
                """,
            "backend/proj/api/__init__.py": "",
            "backend/proj/api/base.py": """
                from rest_framework.viewsets import ModelViewSet
                from rest_framework.views import APIView
                from rest_framework.routers import DefaultRouter
                class BaseViewSet(ModelViewSet):
                    pass
                class BaseAPI(APIView):
                    def options(self, r): ...
                class Router(DefaultRouter):
                    pass
                """,
            "backend/proj/api/urls.py": """
                from django.urls import path
                from .base import Router, BaseViewSet, BaseAPI
                class W(BaseViewSet):
                    http_method_names = ["get", "head"]
                class A(BaseAPI):
                    def get(self, r): ...
                router = Router()
                router.register("w", W, "w")
                urlpatterns = [path("a", A.as_view()), *router.urls]
                """,
        },
        ["GET /v1/a", "GET /v1/w/", "GET /v1/w/{pk}/"],
        id="apps in subfolder; own viewset base & router subclass; own BaseView",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.urls import path
                from django.views.generic import (ListView, TemplateView, CreateView, RedirectView,
                  UpdateView, DeleteView, DetailView, FormView)
                from django.contrib.auth import views as auth_views
                from django.views.decorators.csrf import csrf_exempt
                from django.contrib.auth.decorators import login_required
                class L(ListView): model = X
                class C(CreateView): model = X
                class D(DeleteView): model = X
                class F(FormView): pass
                class Hook(View):
                    def post(self, request): ...
                urlpatterns=[path("", TemplateView.as_view(template_name="a")), path("l/", L.as_view()),
                  path("c/", C.as_view()), path("d/", login_required(D.as_view())), path("hook/",
                  csrf_exempt(Hook.as_view())), path("login/", auth_views.LoginView.as_view()), path("r/",
                  RedirectView.as_view(url="/")), path("f/", F.as_view())]
                """,
        },
        [
            "GET /",
            "GET /c/",
            "GET /d/",
            "GET /f/",
            "GET /l/",
            "GET /login/",
            "GET /r/",
            "POST /c/",
            "POST /d/",
            "POST /f/",
            "POST /hook/",
            "POST /login/",
        ],
        id="generic cbv",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.urls import path, include
                from a.api import router as a_router
                from rest_framework import routers
                router = routers.DefaultRouter()
                router.registry.extend(a_router.registry)
                urlpatterns=[path("api/", include(router.urls))]
                """,
            "a/__init__.py": "",
            "a/api.py": """
                from rest_framework import routers, viewsets
                class V(viewsets.ReadOnlyModelViewSet): pass
                router = routers.SimpleRouter()
                router.register("v", V)
                """,
        },
        ["GET /api/v/", "GET /api/v/{pk}/"],
        id="extended router registry, urls from module attr",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.urls import path, include
                urlpatterns=[path("api/", include("p.api"))]
                """,
            "p/api/__init__.py": """
                from .users import urlpatterns as users
                from .items import urlpatterns as items_urls
                urlpatterns = [*users, *items_urls]
                """,
            "p/api/users.py": """
                from django.urls import path
                urlpatterns=[path("u/", a)]
                """,
            "p/api/items.py": """
                from django.urls import path
                urlpatterns=[path("i/", a)]
                """,
        },
        ["ANY /api/i/", "ANY /api/u/"],
        id="url concatenated lists in package",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/__init__.py": "",
            "p/settings.py": 'ROOT_URLCONF = "p.urls"\n',
            "p/urls.py": """
                from django.urls import path
                from p import v
                urlpatterns=[]
                if settings.X:
                    urlpatterns.append(path("a/", v.a))
                urlpatterns.extend([path("b/", v.a)])
                urlpatterns += (path("c/", v.a),)
                urlpatterns = urlpatterns + [path("d/", v.a)]
                """,
            "p/v.py": "def a(request): ...\n",
        },
        ["ANY /a/", "ANY /b/", "ANY /c/", "ANY /d/"],
        id="if/for patterns append",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_django_patterns(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes

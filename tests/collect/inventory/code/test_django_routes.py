"""Routes of Django follow includes, and each view answers the methods it has."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

BASE = {
    "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
    "shop/__init__.py": "",
    "manage.py": "import django\n",
}
CASES = [
    pytest.param(
        {
            "shop/urls.py": """
                from django.urls import include, path, re_path
                from shop import views
                urlpatterns = [
                    path("orders/", include("orders.urls")),
                    path("cart/<int:cart_id>/", views.Cart.as_view()),
                    re_path(r"^old/(?P<year>[0-9]{4})/$", views.old),
                    path("form/", views.form),
                ]
                """,
            "shop/views.py": """
                from django.views import View
                from django.views.decorators.http import require_POST
                class Base(View):
                    def get(self, request): ...
                class Cart(Base):
                    def delete(self, request): ...
                def old(request): ...
                @require_POST
                def form(request): ...
                """,
            "orders/__init__.py": "",
            "orders/urls.py": """
                from django.urls import path
                from rest_framework import viewsets, generics
                class Orders(viewsets.ModelViewSet):
                    pass
                class Plain(generics.ListCreateAPIView):
                    pass
                urlpatterns = [
                    path("", Orders.as_view({"get": "list", "post": "create"})),
                    path("plain", Plain.as_view(http_method_names=["get"])),
                ]
                urlpatterns += [path("more/", Plain.as_view())]
                """,
        },
        ["ANY /old/{year}/", "DELETE /cart/{cart_id}/", "GET /cart/{cart_id}/", "GET /orders/",
        "GET /orders/more/", "GET /orders/plain",
         "POST /form/", "POST /orders/", "POST /orders/more/"],
        id="includes, class views with bases, view sets and limits",
    ),
    pytest.param(
        {
            "shop/urls.py": """
                from django.urls import include, path
                from rest_framework.routers import DefaultRouter
                from shop.views import ItemViewSet, TagViewSet
                router = DefaultRouter()
                router.register(r"items", ItemViewSet)
                router.register("tags", TagViewSet, basename="tag")
                first = [path("a/", include(router.urls))]
                second = []
                urlpatterns = first + second
                """,
            "shop/views.py": """
                from rest_framework import viewsets, mixins
                from rest_framework.decorators import action
                class ItemViewSet(viewsets.ReadOnlyModelViewSet):
                    lookup_field = "slug"
                    @action(detail=True, methods=["post"], url_path="send-now")
                    def send(self, request): ...
                    @action(detail=False)
                    def recent(self, request): ...
                class TagViewSet(mixins.DestroyModelMixin, viewsets.GenericViewSet):
                    def create(self, request): ...
                """,
        },
        ["DELETE /a/tags/{pk}/", "GET /a/items/", "GET /a/items/recent/", "GET /a/items/{slug}/",
        "POST /a/items/{slug}/send-now/",
         "POST /a/tags/"],
        id="routers of REST framework with extra actions",
    ),
    pytest.param(
        {
            "shop/urls.py": """
                from django.urls import path
                from shop.api import api
                urlpatterns = [path("api/", api.urls)]
                """,
            "shop/api.py": """
                from ninja import NinjaAPI, Router
                api = NinjaAPI()
                router = Router()
                @router.get("/{int:pet_id}")
                def pet(request, pet_id): ...
                @api.post("/hello")
                def hello(request): ...
                api.add_router("/pets", router)
                """,
        },
        ["GET /api/pets/{pet_id}", "POST /api/hello"],
        id="Ninja below its pattern",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_patterns_become_routes(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert names(found_in(tmp_path, BASE | files), Kind.ROUTE) == expected

"""The shop's API."""

from fastapi import FastAPI

from api import orders, stock

app = FastAPI(title="shop")
app.include_router(orders.router, prefix="/orders")
app.include_router(stock.router, prefix="/stock")

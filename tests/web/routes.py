"""The routes of an application, those of the rooms that it includes among them."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts


def routes(app: FastAPI) -> Iterator[str]:
    """Each as `METHOD /path`, but for those that the framework adds by itself."""
    for one in iter_route_contexts(app.routes):
        if isinstance(one.original_route, APIRoute):
            yield from (f"{method} {one.path}" for method in one.methods or ())

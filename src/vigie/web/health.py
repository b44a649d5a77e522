"""One address that says the process lives and its data can be read."""

from fastapi import APIRouter

from vigie.web.cockpit import Hall

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def health(here: Hall) -> dict[str, object]:
    """Answers 200 with the data version."""
    with here.workspace.warehouse.read() as session:
        session.scalar("SELECT 1")
    return {"status": "ok", "version": here.version}

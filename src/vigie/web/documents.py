"""Which columns of an answer name a document, and of which table."""

from typing import Final

DOCUMENTS: Final = {
    "invoice_id": "invoice",
    "order_id": "sales_order",
    "opportunity_id": "opportunity",
    "quote_id": "quote",
    "lead_id": "lead",
    "activity_id": "activity",
    "response_id": "survey_response",
}
"""Columns that name a row's document: not shown, but followed."""

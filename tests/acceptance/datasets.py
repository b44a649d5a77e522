"""The public data sets that a company may bring, and how they are imported."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

CHECKOUT = Path(__file__).parents[2]
DATA = Path(os.environ.get("VIGIE_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")


@dataclass(frozen=True)
class DataSet:
    """Files of one source system, the mapping they need and the money they are in."""

    name: str
    folder: str
    files: tuple[str, ...]
    mapping: str
    currency: str
    revenue_basis: str = "invoices"

    @property
    def paths(self) -> list[Path]:
        """The files themselves; skips the test where they are absent."""
        return [present(self.folder, file) for file in self.files]


def present(folder: str, file: str) -> Path:
    """A file of the public data; skips the test where it is absent."""
    path = DATA / folder / file
    if not path.exists():
        pytest.skip(f"the public data set {folder} is absent ({file}): set VIGIE_SHARED_DATA")
    return path


def _parquet(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}.parquet" for name in names)


_ALL = (
    DataSet(
        "adventureworks-dw",
        "adventureworks-dw",
        _parquet(
            "DimCustomer",
            "DimProduct",
            "DimProductCategory",
            "DimProductSubcategory",
            "DimPromotion",
            "DimReseller",
            "DimSalesTerritory",
            "FactInternetSales",
            "FactResellerSales",
            "FactSalesQuota",
        ),
        "adventureworks-dw",
        "USD",
    ),
    DataSet(
        "adventureworks-oltp",
        "adventureworks-oltp",
        _parquet(
            "Person.Person",
            "Production.Location",
            "Production.Product",
            "Production.ProductCategory",
            "Production.ProductInventory",
            "Production.ProductSubcategory",
            "Purchasing.PurchaseOrderDetail",
            "Purchasing.PurchaseOrderHeader",
            "Purchasing.Vendor",
            "Sales.Customer",
            "Sales.SalesOrderHeader",
            "Sales.SalesPerson",
            "Sales.SalesPersonQuotaHistory",
            "Sales.SalesTerritory",
            "Sales.SalesTerritoryHistory",
            "Sales.Store",
        ),
        "adventureworks-oltp",
        "USD",
        "orders",
    ),
    DataSet(
        "maven-crm",
        "maven-crm-opportunities",
        ("accounts.csv.gz", "products.csv.gz", "sales_pipeline.csv.gz", "sales_teams.csv.gz"),
        "maven-crm",
        "USD",
    ),
    DataSet(
        "online-retail",
        "uci-online-retail",
        ("online-retail-by-day.tar.gz",),
        "online-retail",
        "GBP",
    ),
    DataSet(
        "superstore-csv",
        "superstore",
        ("superstore-fr-locale.csv.gz",),
        "superstore",
        "USD",
        "orders",
    ),
    DataSet("superstore-xls", "superstore", ("superstore-us.xls",), "superstore", "USD", "orders"),
    DataSet(
        "northwind-csv",
        "northwind",
        tuple(
            f"csv/{name}.csv.gz"
            for name in (
                "categories",
                "customers",
                "employees",
                "order-details",
                "orders",
                "products",
                "suppliers",
            )
        ),
        "northwind",
        "USD",
        "orders",
    ),
)
SETS: Mapping[str, DataSet] = MappingProxyType({data.name: data for data in _ALL})

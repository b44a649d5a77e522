"""What an import kept beside the model's columns is text in JSON, null where it is missing."""

from sqlglot import exp


def kept_attribute_clickhouse(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.JSONExtractScalar):
        return exp.Anonymous(
            this="JSONExtract",
            expressions=[
                node.this.copy(),
                exp.Literal.string(_key(node)),
                exp.Literal.string("Nullable(String)"),
            ],
        )
    if isinstance(node, exp.JSONKeys):
        return exp.Anonymous(this="JSONExtractKeys", expressions=[_filled(node.this)])
    return node


def kept_attribute_spark(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.JSONExtractScalar):
        # A tuple names a key as it is, dots and blanks included.
        path = exp.Literal.string(f"$['{_key(node)}']")
        return exp.Anonymous(this="get_json_object", expressions=[node.this.copy(), path])
    if isinstance(node, exp.JSONKeys):
        return exp.Anonymous(this="json_object_keys", expressions=[node.this.copy()])
    return node


def _key(node: exp.JSONExtractScalar) -> str:
    """The one key that the path names."""
    path = node.expression
    if isinstance(path, exp.JSONPath):
        return str(path.expressions[-1].this)
    return str(path.name).removeprefix('$."').removesuffix('"').replace('\\"', '"')


def _filled(attributes: exp.Expr) -> exp.Expr:
    return exp.func("COALESCE", attributes.copy(), exp.Literal.string("{}"))

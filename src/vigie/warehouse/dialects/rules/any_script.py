"""Letters have two cases in every script, and a text is counted in letters, not in bytes."""

from sqlglot import exp

_NAMES: dict[type[exp.Expr], str] = {
    exp.Lower: "lowerUTF8",
    exp.Upper: "upperUTF8",
    exp.Length: "lengthUTF8",
}


def any_script(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.StrPosition):
        return exp.Anonymous(
            this="positionUTF8", expressions=[node.this.copy(), node.args["substr"].copy()]
        )
    if type(node) in _NAMES:
        return exp.Anonymous(this=_NAMES[type(node)], expressions=[node.this.copy()])
    return node

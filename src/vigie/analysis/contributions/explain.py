"""Why a metric moved: every part asked of the metric layer, under the reader's row policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vigie.analysis.contributions.breakdown import Change, Shared, Whole, shared
from vigie.analysis.contributions.drivers import driven
from vigie.analysis.contributions.exact import decimal, places
from vigie.analysis.contributions.history import History, Span, history, judged
from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.reading import (
    SIDES,
    Member,
    makes,
    members,
    outside,
    rest,
    unknown,
)
from vigie.analysis.contributions.result import (
    Breakdown,
    Contributions,
    LeftOut,
    Part,
    Telling,
)
from vigie.analysis.contributions.scope import Scope
from vigie.analysis.contributions.surprise import surprises
from vigie.analysis.contributions.variability import flags
from vigie.kit.errors import Refused
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Period
from vigie.metrics.answers.result import Result
from vigie.metrics.language.definition import Aggregate, Metric, MetricType
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

OUTSIDE: Final = 0.1  # of the actual that may belong to members without a plan
MOST_TELLING: Final = 5  # dimensions that are told when none is asked for

Ranked = tuple[Telling, Shared]


def contributions(
    layer: MetricLayer, question: Question, *, policy: RowPolicy | None = None
) -> Contributions:
    """Explains the change that `question` names; every list of parts sums to it exactly.

    Raises NotFound for a word that is not known, Invalid for one that cannot mean anything, and
    Refused where the figure is unknown on one side or has no parts that add up.
    """
    scope = Scope.of(question, layer.catalog)
    return _Explanation(layer, question, policy, scope).told()


@dataclass(frozen=True)
class _Explanation:
    layer: MetricLayer
    question: Question
    policy: RowPolicy | None
    scope: Scope

    def told(self) -> Contributions:
        metric, (answer, *cuts) = self.scope.metric, self._answers()
        operands = self._operands()
        change = self._change(answer, operands)
        found, left_out = self._shared(change, answer, cuts)
        ranked = _ranked(found)
        past = self._past(answer)
        score = past.score(float(change.size), past.whole) if past else None
        return Contributions(
            metric=metric.id,
            label=metric.label,
            unit=metric.unit,
            direction=metric.direction,
            comparison=answer.comparisons[0].comparison,
            period=answer.period,
            compared=answer.comparisons[0].period,
            before=change.before,
            after=change.after,
            flags=flags(score),
            score=score,
            breakdowns=tuple(self._judged(self._told(ranked, change), past)),
            drivers=self._drivers(change, operands),
            ranking=tuple(telling for telling, _ in ranked),
            left_out=tuple(left_out),
            warnings=answer.warnings,
            basis=answer.basis,
            version=answer.version,
        )

    def _answers(self) -> list[Result]:
        """The metric and its leaves over all rows, then cut by each dimension: one snapshot."""
        scope, query = self.scope, self.question.query
        whole = query(scope.metric.id, *scope.leaves())
        cuts = [query(*scope.leaves(name), by=(name,)) for name in scope.dimensions]
        return self._ask([whole, *cuts])

    def _ask(self, queries: Sequence[Query]) -> list[Result]:
        return self.layer.query_many(queries, policy=self.policy)

    def _operands(self) -> Member | None:
        """The figures that the formula names; None where one cannot be asked of these rows."""
        if self.scope.operands is None:
            return None
        leaves = self.scope.operands.leaves
        try:
            answer = self._ask([self.question.query(*leaves)])[0]
        except Refused:
            return None
        return None if any(unknown(answer, leaves)) else members(answer, leaves)[0]

    def _change(self, answer: Result, operands: Member | None) -> Change:
        """The figure on both sides; raises Refused where it is unknown on one."""
        scope = self.scope
        whole = members(answer, scope.leaves())[0] if scope.shape else operands
        formula = scope.shape or scope.operands
        unknowns = unknown(answer, scope.leaves() or (scope.metric.id,))
        before, after = (
            None if missing or whole is None or formula is None else formula.of(whole.side(side))
            for side, missing in zip(SIDES, unknowns, strict=True)
        )
        if before is None or after is None:
            raise self._nothing(answer, is_after=after is None)
        digits = places(scope.metric.unit)
        return Change(scope.metric.unit, decimal(before, digits), decimal(after, digits))

    def _nothing(self, answer: Result, *, is_after: bool) -> Refused:
        compared = answer.comparisons[0]
        if compared.comparison.is_planned and not is_after:
            return Refused(
                "No {comparison} of '{metric}' fits this question: there is nothing to explain "
                "it against.",
                comparison=compared.comparison.label,
                metric=self.scope.metric.id,
            )
        span = answer.period if is_after else compared.period
        return Refused(
            "'{metric}' has no figure for {period}: there is no change to explain. Choose days "
            "that the data cover on both sides.",
            metric=self.scope.metric.id,
            period=_days(span),
        )

    def _shared(
        self, change: Change, answer: Result, cuts: Sequence[Result]
    ) -> tuple[list[Shared], list[LeftOut]]:
        """The dimensions whose members make the whole, and those whose members do not."""
        scope, found, left_out = self.scope, list[Shared](), list(self.scope.left_out)
        if scope.shape is None:
            return found, left_out
        whole = Whole(change, scope.shape, members(answer, scope.leaves())[0])
        for name, cut in zip(scope.dimensions, cuts, strict=True):
            label = next(column.label for column in cut.columns if column.role == "dimension")
            parts = self._members(cut, name, whole)
            if parts is not None:
                found.append(shared(name, label, parts, whole, scope.priced(name)))
                continue
            left = LeftOut(name, label, self._apart(answer, name))
            if self.question.by:
                raise scope.refused(left)
            left_out.append(left)
        return found, left_out

    def _members(self, cut: Result, dimension: str, whole: Whole) -> list[Member] | None:
        leaves = self.scope.leaves(dimension)
        found = members(cut, leaves)
        if not self.scope.is_planned:
            return found if makes(found, whole.member, self.scope.leaves()) else None
        if unknown(cut, leaves)[0] or outside(found, leaves[0]) > OUTSIDE:
            return None
        not_allocated = rest(found, whole.member, leaves)
        return found if not_allocated.is_nothing else [*found, not_allocated]

    def _apart(self, answer: Result, dimension: str) -> Text:
        """Why the members of a dimension do not make the whole."""
        if self.scope.is_planned:
            return text(
                "No {comparison} is set for the members of '{dimension}'.",
                comparison=answer.comparisons[0].comparison.label,
                dimension=dimension,
            )
        return text("The members of '{dimension}' do not add up.", dimension=dimension)

    def _told(self, ranked: Sequence[Ranked], change: Change) -> list[Breakdown]:
        """The parts of the dimensions that were asked for, or of the most telling ones."""
        chosen = [one for one in ranked if one[0].members > 1][:MOST_TELLING]
        if by := self.question.by:
            chosen = sorted(ranked, key=lambda one: by.index(one[0].dimension))
        return [shared.told(telling, change, self.question.top) for telling, shared in chosen]

    def _past(self, answer: Result) -> History | None:
        """How the metric has moved before; a plan has no habits."""
        compared, shape = answer.comparisons[0].period, self.scope.shape
        if self.scope.is_planned or shape is None or compared is None or answer.period is None:
            return None
        metrics = self.layer.catalog.metrics
        is_stock = any(_is_of_a_day(metrics[leaf]) for leaf in shape.leaves)
        elapsed = answer.period.until(self.question.as_of or self.layer.settings.today())
        span = Span(Period(answer.period.start, elapsed.end), compared)
        query = self.question.query(*shape.leaves)
        return history(shape, span, query, self.layer.settings.calendar, is_stock, self._ask)

    def _judged(self, told: list[Breakdown], past: History | None) -> list[Breakdown]:
        if past is None:
            return told
        query = self.question.query(*past.shape.leaves)
        return judged(told, past, query, self.layer.settings.calendar, self._ask)

    def _drivers(self, change: Change, known: Member | None) -> tuple[Part, ...]:
        operands = self.scope.operands
        if operands is None or known is None:
            return ()
        return driven(operands, known, change, self.layer.catalog)


def _is_of_a_day(metric: Metric) -> bool:
    """Whether its figure does not grow with the length of the period: a balance, a head count."""
    of_a_day = metric.type in (MetricType.BALANCE, MetricType.CUMULATIVE)
    return of_a_day or metric.aggregate is Aggregate.COUNT_DISTINCT


def _ranked(found: Sequence[Shared]) -> list[Ranked]:
    """The most telling dimension first; of equally telling ones, that with fewest members."""
    scores = surprises([one.moves for one in found])
    told = [(one.telling(score), one) for one, score in zip(found, scores, strict=True)]
    return sorted(told, key=lambda pair: (-pair[0].surprise, pair[0].members))


def _days(span: Period | None) -> Text:
    if span is None:
        return text("these days")
    return text("{start} – {end}", start=span.start, end=span.end)

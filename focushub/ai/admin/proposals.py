"""The page of a feature's proposals: their facts, and what was proposed for who asks for it."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from focushub.ai.models import Run
from focushub.ai.proposals import Proposal
from focushub.common.admin import IsSetFilter, OwnedAdmin
from focushub.common.admin.base import as_json, page_of


class AcceptedFilter(IsSetFilter):
    title = parameter_name = "accepted"
    column = "accepted_at"
    when_set = "Accepted"
    when_not = "Not accepted"


class ProposalAdmin(OwnedAdmin):
    """A subclass names the columns, `its_run`, `revision_facts` and `contents` among them."""

    list_filter = (*OwnedAdmin.list_filter, AcceptedFilter)

    @admin.display(description="run")
    def its_run(self, plan: Proposal) -> SafeString | None:
        if plan.run_id is None:
            return None
        return format_html('<a href="{}">{}</a>', page_of(plan.run_id, Run), plan.run_id)

    @admin.display(description="revisions")
    def revision_facts(self, plan: Proposal) -> SafeString:
        facts = plan.revisions.order_by("number").values_list("number", "engine", "created_at")
        return format_html_join(
            "", "<div>{}: {}, {}</div>", ((n, engine, at.isoformat()) for n, engine, at in facts)
        )

    @admin.display(description="what was proposed")
    def contents(self, plan: Proposal) -> SafeString:
        revisions = plan.revisions.order_by("number").values_list("number", "content")
        return format_html_join(
            "",
            "<p>Revision {}</p>{}",
            ((number, as_json(content)) for number, content in revisions),
        )

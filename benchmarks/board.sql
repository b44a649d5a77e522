-- The board's twelve answers as an analyst who knows the tables writes them by hand: one statement
-- a tile, the year to 31 October 2026 against the same days of the year before, and the target.

-- tile: revenue
select sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01'),
       sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01'),
       (select sum(target_value) from core.target
        where kpi_code = 'revenue' and target_kind = 'objective' and scope_type = 'company'
          and period_start >= date '2026-01-01' and period_end <= date '2026-10-31'
          and deleted_at is null)
from core.invoice_line as line
join core.invoice as invoice using (invoice_id)
where line.deleted_at is null and invoice.deleted_at is null
  and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
  and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
       or invoice.invoice_date between date '2025-01-01' and date '2025-10-31');

-- tile: order_intake
select sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01'),
       sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01'),
       (select sum(target_value) from core.target
        where kpi_code = 'order_intake' and target_kind = 'objective' and scope_type = 'company'
          and period_start >= date '2026-01-01' and period_end <= date '2026-10-31'
          and deleted_at is null)
from core.sales_order_line as line
join core.sales_order as sold using (order_id)
where line.deleted_at is null and sold.deleted_at is null
  and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
  and (sold.order_date between date '2026-01-01' and date '2026-10-31'
       or sold.order_date between date '2025-01-01' and date '2025-10-31');

-- tile: gross_margin_rate
select (sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01')
        - sum(line.cost_amount) filter (invoice.invoice_date >= date '2026-01-01'))
       / sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01'),
       (sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01')
        - sum(line.cost_amount) filter (invoice.invoice_date < date '2026-01-01'))
       / sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01'),
       (select max(target_value) from core.target
        where kpi_code = 'gross_margin_rate' and target_kind = 'objective'
          and scope_type = 'company' and period_start = date '2026-01-01' and deleted_at is null)
from core.invoice_line as line
join core.invoice as invoice using (invoice_id)
where line.deleted_at is null and invoice.deleted_at is null
  and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
  and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
       or invoice.invoice_date between date '2025-01-01' and date '2025-10-31');

-- tile: weighted_pipeline
with stay as (
  select event.entered_at as came_in,
         least(coalesce(event.left_at,
                        lead(event.entered_at) over (
                          partition by event.opportunity_id
                          order by event.entered_at, stage.position, event.stage_id)),
               case when deal.status <> 'open'
                    then coalesce(deal.closed_at, event.entered_at) end) as went_out,
         cast(coalesce(event.amount_company, deal.amount_company)
              * coalesce(event.probability, stage.default_probability, deal.probability)
              as decimal(18, 4)) as weighted,
         coalesce(stage.stage_kind, 'open') as kind
  from core.opportunity_stage_event as event
  join core.opportunity as deal using (opportunity_id)
  left join core.pipeline_stage as stage
    on stage.stage_id = event.stage_id and stage.deleted_at is null
  where event.deleted_at is null and deal.deleted_at is null
  union all
  select coalesce(deal.created_at, deal.closed_at,
                  (select min(created_at) from core.opportunity where deleted_at is null)),
         case when deal.status <> 'open' then coalesce(deal.closed_at, deal.created_at) end,
         cast(deal.amount_company * coalesce(deal.probability, stage.default_probability)
              as decimal(18, 4)),
         'open'
  from core.opportunity as deal
  left join core.pipeline_stage as stage
    on stage.stage_id = deal.stage_id and stage.deleted_at is null
  anti join core.opportunity_stage_event as event
    on event.opportunity_id = deal.opportunity_id and event.deleted_at is null
  where deal.deleted_at is null
)
select sum(weighted) filter (came_in < timestamp '2026-11-01'
                             and coalesce(went_out >= timestamp '2026-11-01', true)),
       sum(weighted) filter (came_in < timestamp '2025-11-01'
                             and coalesce(went_out >= timestamp '2025-11-01', true)),
       null
from stay
where kind = 'open';

-- tile: win_rate
select (count(*) filter (status = 'won' and closed_at >= timestamp '2026-01-01'))::decimal(18, 4)
       / count(*) filter (closed_at >= timestamp '2026-01-01'),
       (count(*) filter (status = 'won' and closed_at < timestamp '2026-01-01'))::decimal(18, 4)
       / count(*) filter (closed_at < timestamp '2026-01-01'),
       (select max(target_value) from core.target
        where kpi_code = 'win_rate' and target_kind = 'objective' and scope_type = 'company'
          and period_start = date '2026-01-01' and deleted_at is null)
from core.opportunity
where deleted_at is null and status in ('won', 'lost')
  and (closed_at >= timestamp '2026-01-01' and closed_at < timestamp '2026-11-01'
       or closed_at >= timestamp '2025-01-01' and closed_at < timestamp '2025-11-01');

-- tile: overdue
with dated as (
  select invoice_id, status, invoice_date, due_date, paid_date, paid_amount_company,
         open_amount_company,
         coalesce(gross_amount_company,
                  net_amount_company + coalesce(tax_amount_company, 0)) as total,
         coalesce(due_date, invoice_date + cast(payment_term_days as integer)) as falls_due
  from core.invoice
  where deleted_at is null and coalesce(status, 'posted') not in ('draft', 'cancelled')
), movement as (
  select greatest(invoice_date, falls_due + 1) as moved_on, total as amount
  from dated where falls_due is not null
  union all
  select greatest(allocation.allocated_on, dated.falls_due + 1), -allocation.amount_company
  from core.payment_allocation as allocation
  join dated using (invoice_id)
  where allocation.deleted_at is null and dated.falls_due is not null
  union all
  select greatest(coalesce(paid_date, due_date, invoice_date), falls_due + 1),
         -coalesce(paid_amount_company, total - open_amount_company, total)
  from dated
  anti join core.payment_allocation as allocation
    on allocation.invoice_id = dated.invoice_id and allocation.deleted_at is null
  where falls_due is not null
    and (paid_amount_company is not null or open_amount_company is not null
         or status = 'paid' or paid_date is not null)
)
select sum(amount) filter (moved_on <= date '2026-10-31'),
       sum(amount) filter (moved_on <= date '2025-10-31'),
       null
from movement;

-- tile: nps
select 100.0 * (count(*) filter (score >= 9 and responded_at >= timestamp '2026-01-01')
                - count(*) filter (score <= 6 and responded_at >= timestamp '2026-01-01'))
       / nullif(count(*) filter (responded_at >= timestamp '2026-01-01'), 0),
       100.0 * (count(*) filter (score >= 9 and responded_at < timestamp '2026-01-01')
                - count(*) filter (score <= 6 and responded_at < timestamp '2026-01-01'))
       / nullif(count(*) filter (responded_at < timestamp '2026-01-01'), 0),
       (select max(target_value) from core.target
        where kpi_code = 'nps' and target_kind = 'objective' and scope_type = 'company'
          and period_start = date '2026-01-01' and deleted_at is null)
from core.survey_response
where deleted_at is null and scale_min = 0 and scale_max = 10
  and (responded_at >= timestamp '2026-01-01' and responded_at < timestamp '2026-11-01'
       or responded_at >= timestamp '2025-01-01' and responded_at < timestamp '2025-11-01');

-- tile: revenue_by_month
with sold as (
  select month(invoice.invoice_date) as place,
         sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01') as before
  from core.invoice_line as line
  join core.invoice as invoice using (invoice_id)
  where line.deleted_at is null and invoice.deleted_at is null
    and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
    and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
         or invoice.invoice_date between date '2025-01-01' and date '2025-10-31')
  group by 1
), goal as (
  select month(period_start) as place, sum(target_value) as target
  from core.target
  where kpi_code = 'revenue' and target_kind = 'objective' and scope_type = 'company'
    and period_start >= date '2026-01-01' and period_end <= date '2026-10-31'
    and period_end - period_start < 32 and deleted_at is null
  group by 1
)
select make_date(2026, place, 1), now, before, target
from sold full join goal using (place)
order by 1;

-- tile: revenue_by_region
select account.region,
       sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01') as now,
       sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01')
from core.invoice_line as line
join core.invoice as invoice using (invoice_id)
left join core.account as account on account.account_id = invoice.account_id
where line.deleted_at is null and invoice.deleted_at is null
  and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
  and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
       or invoice.invoice_date between date '2025-01-01' and date '2025-10-31')
group by 1
order by now desc nulls last
limit 20;

-- tile: top_customers
with sold as (
  select invoice.account_id,
         sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01') as before
  from core.invoice_line as line
  join core.invoice as invoice using (invoice_id)
  where line.deleted_at is null and invoice.deleted_at is null
    and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
    and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
         or invoice.invoice_date between date '2025-01-01' and date '2025-10-31')
  group by 1
)
select account.name, sold.now, sold.before
from sold left join core.account as account using (account_id)
order by sold.now desc nulls last
limit 10;

-- tile: team
with sold as (
  select invoice.sales_rep_id,
         sum(line.net_amount_company) filter (invoice.invoice_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (invoice.invoice_date < date '2026-01-01') as before
  from core.invoice_line as line
  join core.invoice as invoice using (invoice_id)
  where line.deleted_at is null and invoice.deleted_at is null
    and coalesce(invoice.status, 'posted') not in ('draft', 'cancelled')
    and (invoice.invoice_date between date '2026-01-01' and date '2026-10-31'
         or invoice.invoice_date between date '2025-01-01' and date '2025-10-31')
  group by 1
), goal as (
  select scope_id as sales_rep_id, sum(target_value) as target
  from core.target
  where kpi_code = 'revenue' and target_kind = 'objective' and scope_type = 'sales_rep'
    and period_start >= date '2026-01-01' and period_end <= date '2026-10-31'
    and period_end - period_start < 32 and deleted_at is null
  group by 1
)
select rep.name, sold.now, sold.before, goal.target
from sold full join goal using (sales_rep_id)
left join core.sales_rep as rep using (sales_rep_id)
order by sold.now desc nulls last
limit 10;

-- tile: pipeline_by_stage
with stay as (
  select event.stage_id, event.entered_at as came_in,
         least(coalesce(event.left_at,
                        lead(event.entered_at) over (
                          partition by event.opportunity_id
                          order by event.entered_at, stage.position, event.stage_id)),
               case when deal.status <> 'open'
                    then coalesce(deal.closed_at, event.entered_at) end) as went_out,
         coalesce(event.amount_company, deal.amount_company) as amount,
         coalesce(stage.stage_kind, 'open') as kind
  from core.opportunity_stage_event as event
  join core.opportunity as deal using (opportunity_id)
  left join core.pipeline_stage as stage
    on stage.stage_id = event.stage_id and stage.deleted_at is null
  where event.deleted_at is null and deal.deleted_at is null
  union all
  select deal.stage_id,
         coalesce(deal.created_at, deal.closed_at,
                  (select min(created_at) from core.opportunity where deleted_at is null)),
         case when deal.status <> 'open' then coalesce(deal.closed_at, deal.created_at) end,
         deal.amount_company,
         'open'
  from core.opportunity as deal
  anti join core.opportunity_stage_event as event
    on event.opportunity_id = deal.opportunity_id and event.deleted_at is null
  where deal.deleted_at is null
), open as (
  select stage_id, count(*) as deals, sum(amount) as amount
  from stay
  where kind = 'open' and came_in < timestamp '2026-11-01'
    and coalesce(went_out >= timestamp '2026-11-01', true)
  group by 1
)
select stage.name, open.deals, open.amount
from open left join core.pipeline_stage as stage using (stage_id)
order by open.deals desc;

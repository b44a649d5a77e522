-- Twelve tiles, then ten heavy indicators, as an analyst who knows the tables writes them by hand:
-- one statement each, the year to 31 October 2026, mostly against the same days of the year before.

-- ask: revenue
select sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01'),
       sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold};

-- ask: gross_margin_rate
select (sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01')
        - sum(line.cost_amount) filter (sold.order_date >= date '2026-01-01'))
       / sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01'),
       (sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01')
        - sum(line.cost_amount) filter (sold.order_date < date '2026-01-01'))
       / sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold};

-- ask: orders
select count(*) filter (sold.order_date >= date '2026-01-01'),
       count(*) filter (sold.order_date < date '2026-01-01')
from core.sales_order as sold
where sold.deleted_at is null
  and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
  and (sold.order_date between date '2026-01-01' and date '2026-10-31'
       or sold.order_date between date '2025-01-01' and date '2025-10-31');

-- ask: average_basket
with lines as (
  select sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
), orders as (
  select count(*) filter (sold.order_date >= date '2026-01-01') as now,
         count(*) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order as sold
  where sold.deleted_at is null
    and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
    and (sold.order_date between date '2026-01-01' and date '2026-10-31'
         or sold.order_date between date '2025-01-01' and date '2025-10-31')
)
select cast(lines.now / orders.now as decimal(38, 4)),
       cast(lines.before / orders.before as decimal(38, 4))
from lines, orders;

-- ask: units_sold
select sum(line.quantity) filter (sold.order_date >= date '2026-01-01'),
       sum(line.quantity) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold};

-- ask: discount_rate
select sum(line.discount_amount_company) filter (sold.order_date >= date '2026-01-01')
       / sum(line.gross_amount_company) filter (sold.order_date >= date '2026-01-01'),
       sum(line.discount_amount_company) filter (sold.order_date < date '2026-01-01')
       / sum(line.gross_amount_company) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold};

-- ask: revenue_by_month
select make_date(2026, month(sold.order_date), 1),
       sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01'),
       sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold}
group by 1 order by 1;

-- ask: revenue_by_region
select account.region,
       sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
       sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
left join core.account as account on account.account_id = sold.account_id
where {sold}
group by 1 order by now desc;

-- ask: revenue_by_channel
with found as (
  select sold.channel_id,
         sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by 1
)
select channel.name, now, before
from found left join core.channel as channel using (channel_id)
order by now desc;

-- ask: team
with found as (
  select sold.sales_rep_id,
         sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by 1
)
select rep.name, now, before
from found left join core.sales_rep as rep using (sales_rep_id)
order by now desc limit 10;

-- ask: revenue_by_category
with found as (
  select product.category_id,
         sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  left join core.product as product using (product_id)
  where {sold}
  group by 1
)
select category.name, now, before
from found left join core.product_category as category using (category_id)
order by now desc;

-- ask: units_by_month
select make_date(2026, month(sold.order_date), 1),
       sum(line.quantity) filter (sold.order_date >= date '2026-01-01'),
       sum(line.quantity) filter (sold.order_date < date '2026-01-01')
from core.sales_order_line as line join core.sales_order as sold using (order_id)
where {sold}
group by 1 order by 1;

-- heavy: active_customers_by_month
select make_date(2026, month(order_date), 1),
       count(distinct account_id) filter (order_date >= date '2026-01-01'),
       count(distinct account_id) filter (order_date < date '2026-01-01')
from core.sales_order as sold
where {sold}
group by 1 order by 1;

-- heavy: new_customers_by_month
with first as (
  select account_id, min(order_date) as order_date
  from core.sales_order as sold
  where sold.deleted_at is null and account_id is not null
    and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
  group by 1
)
select make_date(2026, month(order_date), 1),
       count(*) filter (order_date >= date '2026-01-01'),
       count(*) filter (order_date < date '2026-01-01')
from first as sold
where order_date between date '2026-01-01' and date '2026-10-31'
   or order_date between date '2025-01-01' and date '2025-10-31'
group by 1 order by 1;

-- heavy: top10_share
with spent as (
  select sold.order_date >= date '2026-01-01' as is_now, sold.account_id,
         sum(line.net_amount_company) as amount
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by all
), ranked as (
  select *, row_number() over (partition by is_now order by amount desc) as place from spent
), shared as (
  select is_now, sum(amount) filter (place <= 10) / sum(amount) as share from ranked group by 1
)
select max(share) filter (is_now), max(share) filter (not is_now) from shared;

-- heavy: purchase_frequency_by_channel
with found as (
  select channel_id,
         count(*) filter (order_date >= date '2026-01-01')
           / count(distinct account_id) filter (order_date >= date '2026-01-01') as now,
         count(*) filter (order_date < date '2026-01-01')
           / count(distinct account_id) filter (order_date < date '2026-01-01') as before
  from core.sales_order as sold
  where {sold}
  group by 1
)
select channel.name, now, before
from found left join core.channel as channel using (channel_id)
order by now desc;

-- heavy: top_customers
with found as (
  select sold.account_id,
         sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by 1
)
select account.name, now, before
from found left join core.account as account using (account_id)
order by now desc nulls last limit 10;

-- heavy: top_products
with found as (
  select line.product_id,
         sum(line.net_amount_company) filter (sold.order_date >= date '2026-01-01') as now,
         sum(line.net_amount_company) filter (sold.order_date < date '2026-01-01') as before
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by 1
)
select product.name, now, before
from found left join core.product as product using (product_id)
order by now desc nulls last limit 20;

-- heavy: margin_by_rep_and_month
with found as (
  select sold.sales_rep_id, cast(date_trunc('month', sold.order_date) as date) as period,
         sum(line.net_amount_company) - sum(line.cost_amount) as margin
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where sold.deleted_at is null and line.deleted_at is null
    and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
    and sold.order_date between date '2026-01-01' and date '2026-10-31'
  group by all
)
select rep.name, period, margin
from found left join core.sales_rep as rep using (sales_rep_id)
order by rep.name, period;

-- heavy: region_and_category
with found as (
  select account.region, product.category_id, sum(line.net_amount_company) as now
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  left join core.account as account on account.account_id = sold.account_id
  left join core.product as product using (product_id)
  where sold.deleted_at is null and line.deleted_at is null
    and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
    and sold.order_date between date '2026-01-01' and date '2026-10-31'
  group by all
)
select region, category.name, now
from found left join core.product_category as category using (category_id)
order by region, category.name;

-- heavy: year_to_date_and_year_before
with monthly as (
  select cast(date_trunc('month', sold.order_date) as date) as period, sum(line.net_amount_company) as amount
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where {sold}
  group by 1
), reached as (
  select period, amount,
         sum(amount) over (partition by year(period) order by period) as to_date
  from monthly
)
select now.period, now.amount, before.amount, now.to_date, before.to_date
from reached as now join reached as before on before.period = now.period - interval 1 year
order by 1;

-- heavy: trailing_12_months
with monthly as (
  select cast(date_trunc('month', sold.order_date) as date) as period, sum(line.net_amount_company) as amount
  from core.sales_order_line as line join core.sales_order as sold using (order_id)
  where sold.deleted_at is null and line.deleted_at is null
    and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
    and sold.order_date between date '2025-02-01' and date '2026-10-31'
  group by 1
), reached as (
  select period, amount, sum(amount) over (
    order by period rows between 11 preceding and current row) as year_back
  from monthly
)
select period, amount, year_back from reached where period >= date '2026-01-01' order by 1;

select
    {{ staged_envelope() }},
    tidy(supplier) as supplier,
    tidy(supplier_code) as supplier_code,
    tidy(material) as material,
    tidy(origin) as origin,
    case when landed.origin is not null then countries.code end as origin_country,
    tidy(order_no) as order_no,
    quantity,
    tidy(unit) as unit,
    price,
    case when landed.currency is not null then currencies.code end as currency
from {{ landed('supply', {
    'supplier': 'varchar',
    'supplier_code': 'varchar',
    'material': 'varchar',
    'origin': 'varchar',
    'order_no': 'varchar',
    'quantity': 'double',
    'unit': 'varchar',
    'price': 'double',
    'currency': 'varchar'
}) }}
left join {{ ref('countries') }} as countries on countries.written = lookup_key(landed.origin)
left join {{ ref('currencies') }} as currencies on currencies.written = lookup_key(landed.currency)

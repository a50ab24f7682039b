select
    {{ staged_envelope() }},
    tidy(landed.code) as code,
    code_key(landed.code) as item_key,
    tidy(name) as name,
    tidy(brand) as brand,
    lookup_key(category) as category,
    tidy(material) as material,
    tidy(colour) as colour,
    price,
    case when landed.currency is not null then currencies.code end as currency
from {{ landed('item', {
    'code': 'varchar',
    'name': 'varchar',
    'brand': 'varchar',
    'category': 'varchar',
    'material': 'varchar',
    'colour': 'varchar',
    'price': 'double',
    'currency': 'varchar'
}) }}
left join {{ ref('currencies') }} as currencies on currencies.written = lookup_key(landed.currency)

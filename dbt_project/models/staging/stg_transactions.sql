select
    {{ staged_envelope() }},
    tidy(transaction_no) as transaction_no,
    tidy(item_code) as item_code,
    code_key(item_code) as item_key,
    tidy(description) as description,
    quantity,
    price,
    case when landed.currency is not null then currencies.code end as currency,
    tidy(store) as store,
    case when landed.country is not null then countries.code end as country
from {{ landed('transaction', {
    'transaction_no': 'varchar',
    'item_code': 'varchar',
    'description': 'varchar',
    'quantity': 'double',
    'price': 'double',
    'currency': 'varchar',
    'store': 'varchar',
    'country': 'varchar'
}) }}
left join {{ ref('currencies') }} as currencies on currencies.written = lookup_key(landed.currency)
left join {{ ref('countries') }} as countries on countries.written = lookup_key(landed.country)

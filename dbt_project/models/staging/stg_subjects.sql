select
    {{ staged_envelope() }},
    subject_ids[1] as subject_id,
    tidy(subject_key) as subject_key,
    tidy(name) as name,
    tidy(given_name) as given_name,
    tidy(family_name) as family_name,
    lower(tidy(email)) as email,
    tidy(phone) as phone,
    tidy(address) as address,
    tidy(city) as city,
    case when landed.country is not null then countries.code end as country,
    written_date(birth_date) as birth_date,
    lookup_key(gender) as gender,
    lookup_key(segment) as segment,
    coalesce(consents, []) as consents
from {{ landed('subject', {
    'subject_key': 'varchar',
    'name': 'varchar',
    'given_name': 'varchar',
    'family_name': 'varchar',
    'email': 'varchar',
    'phone': 'varchar',
    'address': 'varchar',
    'city': 'varchar',
    'country': 'varchar',
    'birth_date': 'varchar',
    'gender': 'varchar',
    'segment': 'varchar',
    'consents': 'struct(purpose varchar, status varchar, notice_version varchar, "from" varchar, "until" varchar)[]'
}) }}
left join {{ ref('countries') }} as countries on countries.written = lookup_key(landed.country)

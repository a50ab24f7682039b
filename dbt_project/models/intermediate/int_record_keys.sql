{# The keys by which labels name records: source/key, or the source's own key alone when it is telling enough to name
   nothing else by accident: six characters or more with a letter among them. A key that two records share names none. #}
{%- set judged = ['documents', 'dialogues', 'events', 'transactions', 'items', 'concepts', 'media', 'supplies', 'inspections'] %}
with named as (
    {%- for model in judged %}
    select record_id, source, primary_key from {{ ref('int_' ~ model) }} where reason is null and primary_key is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

keys as (
    select primary_key as written, record_id
    from named
    where len(primary_key) >= 6 and regexp_matches(primary_key, '[A-Za-z]')
    union all
    select source || '/' || primary_key as written, record_id from named
)

select written, min(record_id) as record_id
from keys
group by written
having count(*) = 1
order by written

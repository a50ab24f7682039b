{# Every landing source of one kind, one below the other; an empty table with the same types when the house has none.

   `columns` maps each of the kind's columns to its DuckDB type. Long text is never among them. #}
{% macro landed(kind, columns) %}
{%- set envelope = {
    'record_id': 'blob', 'source': 'varchar', 'kind': 'varchar', 'object_id': 'blob', 'locator': 'varchar',
    'primary_key': 'varchar', 'subject_ids': 'blob[]', '"group"': 'varchar', 'language': 'varchar', 'created': 'varchar',
    'licence': 'varchar', 'legal_basis': 'varchar', 'secrecy': 'varchar', 'exclusivity': 'varchar', 'purposes': 'varchar[]'
} -%}
{%- set names = var('sources').get(kind, []) -%}
(
    {%- for name in names %}
    select {{ (envelope.keys() | list + columns.keys() | list) | join(', ') }}
    from {{ source('landing', name) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        {%- for column, type in envelope.items() %}
        cast(null as {{ type }}) as {{ column }},
        {%- endfor %}
        {%- for column, type in columns.items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endfor %}
) as landed
{%- endmacro %}


{# The columns that every staged record has, read from the raw envelope. #}
{% macro staged_envelope() %}
    record_id,
    source,
    kind,
    object_id,
    locator,
    nullif(trim(primary_key), '') as primary_key,
    coalesce(subject_ids, []) as subject_ids,
    nullif(trim("group"), '') as "group",
    lower(nullif(trim(language), '')) as language,
    written_date(created) as created_on,
    written_precision(created) as created_precision,
    licence,
    legal_basis,
    secrecy,
    exclusivity,
    coalesce(purposes, []) as purposes
{%- endmacro %}


{# The columns that every mart row has, from a record whose rights are decided. #}
{% macro envelope(record='records') %}
    {{ record }}.record_id,
    {{ record }}.source,
    {{ record }}.kind,
    {{ record }}.subject_ids,
    {{ record }}."group",
    {{ record }}.language,
    {{ record }}.created_on,
    {{ record }}.created_precision,
    {{ record }}.licence,
    {{ record }}.legal_basis,
    {{ record }}.secrecy,
    {{ record }}.exclusivity,
    {{ record }}.purposes,
    {{ record }}.withheld
{%- endmacro %}

{# Staged records with their rights decided on the day `as_of`.

   Adds three columns: `purposes` (what remains of the source's purposes), `withheld` (each purpose that does not remain,
   with why) and `reason` (why the record may not go on at all; null when it may).

   - Under consent as legal basis a purpose remains when every person the record is about has granted it, and the grant
     is in force. No person named means nobody can have granted it.
   - Under legitimate interest or a public task a purpose remains unless a person objected to it.
   - A person who asked the house itself not to be trained on, or to have their data left alone, is heeded for every purpose and
     under every legal basis: each record about them leaves, whoever else it is about.
   - A record leaves when its contract is not ready, under embargo, past its retention, or without any purpose left.
     Retention runs from the day the record was created. A record about a person that has no day cannot show that its
     retention still runs, and leaves. #}
{% macro decided(staged, columns) %}
with asked as (
    select record_id, legal_basis, subject_ids, unnest(purposes) as purpose
    from {{ ref(staged) }}
    where legal_basis in ('consent', 'legitimate-interest', 'public-task')
),

persons as (
    select record_id, legal_basis, purpose, unnest(subject_ids) as subject_id
    from asked
),

answers as (
    select
        persons.record_id,
        persons.purpose,
        persons.legal_basis,
        coalesce(consents.state, 'absent') as state
    from persons
    left join {{ ref('int_consents') }} as consents
        on consents.subject_id = persons.subject_id
        and consents.purpose = {{ purpose_key('persons.purpose') }}
),

refused as (
    select record_id, purpose, max(state) as state
    from answers
    where (legal_basis = 'consent' and state <> 'granted') or state = 'objected'
    group by record_id, purpose
    union all
    select record_id, purpose, 'absent' as state
    from asked
    where legal_basis = 'consent' and len(subject_ids) = 0
),

withheld as (
    select
        record_id,
        list(purpose order by purpose) as purposes,
        list(purpose || ': ' || consent_reason(state) order by purpose) as reasons,
        max(consent_reason(state)) as reason
    from refused
    group by record_id
),

asked_for as (
    select about.record_id, objection_reason(min(objections.kind)) as reason
    from (select record_id, unnest(subject_ids) as subject_id from {{ ref(staged) }}) as about
    join {{ ref('int_objections') }} as objections on objections.subject_id = about.subject_id
    group by about.record_id
),

weighed as (
    select
        staged.record_id, staged.source, staged.kind, staged.object_id, staged.locator, staged.primary_key,
        staged.subject_ids, staged."group", staged.language, staged.created_on, staged.created_precision,
        staged.licence, staged.legal_basis, staged.secrecy, staged.exclusivity,
        list_sort(list_distinct(list_filter(
            staged.purposes, lambda purpose: not list_contains(coalesce(withheld.purposes, []), purpose)))) as purposes,
        coalesce(withheld.reasons, []) as withheld,
        {%- for column in columns %}
        staged.{{ column }},
        {%- endfor %}
        withheld.reason as refusal,
        asked_for.reason as objection,
        contracts.state as contract_state,
        contracts.embargo_until,
        contracts.embargo_unreadable,
        contracts.retention,
        case when contracts.retention is not null then
            cast(staged.created_on + to_months(contracts.retention_months) + to_days(contracts.retention_days) as date)
        end as kept_until
    from {{ ref(staged) }} as staged
    left join withheld on withheld.record_id = staged.record_id
    left join asked_for on asked_for.record_id = staged.record_id
    left join {{ ref('int_contracts') }} as contracts on contracts.source = staged.source
)

select
    record_id, source, kind, object_id, locator, primary_key, subject_ids, "group", language, created_on,
    created_precision, licence, legal_basis, secrecy, exclusivity, purposes, withheld,
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    case
        when contract_state is null then 'the source has no contract'
        when contract_state <> 'ready' then 'the source is ' || contract_state
        when objection is not null then objection
        when embargo_unreadable then 'the embargo cannot be read'
        when embargo_until > {{ as_of() }} then 'under embargo'
        when kept_until < {{ as_of() }} then 'retention has passed'
        when retention is not null and created_on is null and len(subject_ids) > 0 then 'undated under a retention'
        when len(purposes) = 0 then coalesce(refusal, 'no purpose is allowed')
    end as reason
from weighed
{% endmacro %}


{# The records of a decided table that may not go on, in the columns of the lake's left-out rows. #}
{% macro left_out(decided) %}
select
    record_id,
    'left out' as disposition,
    reason,
    cast(null as blob) as "into",
    object_id,
    locator
from {{ ref(decided) }}
where reason is not null
order by record_id
{% endmacro %}


{% macro as_of() %}date '{{ var("as_of") }}'{% endmacro %}


{# Purposes are compared in small letters with hyphens, however a register writes them. #}
{% macro purpose_key(column) %}replace(replace(lower(trim({{ column }})), '_', '-'), ' ', '-'){% endmacro %}

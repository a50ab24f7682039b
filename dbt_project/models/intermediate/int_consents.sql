{# What each person says today about each purpose, from every register.

   A grant is in force from its first to its last day. A withdrawal, a refusal or an objection holds from its own day and
   undoes every grant that is not younger; without a day it holds now. A day that is written but cannot be read grants
   nothing. When both fall on one day, the no counts. #}
with written as (
    select subject_id, unnest(consents) as consent
    from {{ ref('stg_subjects') }}
    where subject_id is not null
),

dated as (
    select
        written.subject_id,
        {{ purpose_key("consent['purpose']") }} as purpose,
        coalesce(statuses.status, 'unreadable') as status,
        written_date(consent['from']) as valid_from,
        written_date(consent['until']) as valid_until,
        (tidy(consent['from']) is not null and written_date(consent['from']) is null)
        or (tidy(consent['until']) is not null and written_date(consent['until']) is null) as unreadable
    from written
    left join {{ ref('consent_statuses') }} as statuses on statuses.written = lookup_key(consent['status'])
    where tidy(consent['purpose']) is not null
),

judged as (
    select
        subject_id,
        purpose,
        case
            when status <> 'granted' then status
            when unreadable then 'unreadable'
            when valid_from > {{ as_of() }} then 'not yet in force'
            when valid_until < {{ as_of() }} then 'expired'
            else 'granted'
        end as state,
        case
            when status = 'granted' then coalesce(valid_from, date '0001-01-01')
            when valid_from is null and valid_until is null then {{ as_of() }}
            when valid_until <= {{ as_of() }} then greatest(valid_from, valid_until)
            else coalesce(valid_from, {{ as_of() }})
        end as since
    from dated
),

latest as (
    select
        subject_id,
        purpose,
        max(since) filter (where state = 'granted') as granted,
        max(since) filter (where state = 'objected' and since <= {{ as_of() }}) as objected,
        max(since) filter (where state in ('withdrawn', 'refused') and since <= {{ as_of() }}) as stopped,
        max(state) filter (where state in ('withdrawn', 'refused') and since <= {{ as_of() }}) as how_stopped,
        max(state) filter (where state in ('expired', 'not yet in force', 'unreadable')) as idle
    from judged
    group by subject_id, purpose
)

select
    subject_id,
    purpose,
    case
        when objected is not null and (granted is null or granted <= objected) then 'objected'
        when stopped is not null and (granted is null or granted <= stopped) then how_stopped
        when granted is not null then 'granted'
        else coalesce(idle, 'absent')
    end as state
from latest
order by subject_id, purpose

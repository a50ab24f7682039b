{# Functions of the scratch database, made before the first model.

   written_date        a date as people write it in French, Italian or English -> the day (the first of a month or year)
   written_precision   how much of it was written: day, month or year
   written_months      an ISO 8601 duration such as P10Y or P18M -> whole months; days and weeks apart in written_days
   lookup_key          the form under which written words are looked up in a seed
   code_key            the form under which item codes are compared: capitals and digits only
   consent_reason      the words for a state of consent that withholds a purpose
   objection_reason    the words for what a person asked of the house itself
   tidy                trimmed, null when nothing is left #}
{% macro create_functions() %}
{%- set day_first = "'^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}'" -%}
{%- set day_first_short = "'^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}$'" -%}
{%- set year_first = "'^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}'" -%}
{%- set day_word = "'([0-9]{1,2})(?:er|st|nd|rd|th|°|º)?[ .-]*(?:de |of |di )?([a-z]{3,})[.,]*[ -]*([0-9]{4})'" -%}
{%- set word_day = "'([a-z]{3,})[.]? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})'" -%}
{%- set word_year = "'^([a-z]{3,})[.,]* ([0-9]{4})$'" -%}

create or replace macro tidy(words) as nullif(trim(words), '');

create or replace macro lookup_key(words) as nullif(lower(strip_accents(trim(words, ' .'))), '');

create or replace macro code_key(words) as nullif(regexp_replace(upper(strip_accents(words)), '[^A-Z0-9]', '', 'g'), '');

create or replace macro month_number(word) as case
    when word[1:4] in ('juil') then 7
    when word[1:3] in ('jan', 'gen') then 1
    when word[1:3] in ('feb', 'fev') then 2
    when word[1:3] in ('mar') then 3
    when word[1:3] in ('apr', 'avr') then 4
    when word[1:3] in ('may', 'mai', 'mag') then 5
    when word[1:3] in ('jun', 'jui', 'giu') then 6
    when word[1:3] in ('jul', 'lug') then 7
    when word[1:3] in ('aug', 'aou', 'ago') then 8
    when word[1:3] in ('sep', 'set') then 9
    when word[1:3] in ('oct', 'ott') then 10
    when word[1:3] in ('nov') then 11
    when word[1:3] in ('dec', 'dic') then 12
end;

create or replace macro numbered_date(year, month, day) as try_cast(year || '-' || month || '-' || day as date);

create or replace macro plain_date(words) as case
    when regexp_matches(words, {{ year_first }})
        then try_cast(replace(replace(regexp_extract(words, {{ year_first }}), '/', '-'), '.', '-') as date)
    when regexp_matches(words, '^[0-9]{8}$')
        then try_strptime(words, '%Y%m%d')::date
    when regexp_matches(words, {{ day_first }})
        then try_strptime(replace(replace(regexp_extract(words, {{ day_first }}), '-', '/'), '.', '/'),
                          ['%d/%m/%Y', '%m/%d/%Y'])::date
    when regexp_matches(words, {{ day_first_short }})
        then try_strptime(replace(replace(words, '-', '/'), '.', '/'), '%d/%m/%y')::date
    when regexp_matches(words, {{ day_word }})
        then numbered_date(regexp_extract(words, {{ day_word }}, 3),
                           month_number(regexp_extract(words, {{ day_word }}, 2)),
                           regexp_extract(words, {{ day_word }}, 1))
    when regexp_matches(words, {{ word_day }})
        then numbered_date(regexp_extract(words, {{ word_day }}, 3),
                           month_number(regexp_extract(words, {{ word_day }}, 1)),
                           regexp_extract(words, {{ word_day }}, 2))
    when regexp_matches(words, {{ word_year }})
        then numbered_date(regexp_extract(words, {{ word_year }}, 2),
                           month_number(regexp_extract(words, {{ word_year }}, 1)), 1)
    when regexp_matches(words, '^[0-9]{4}[-/][0-9]{1,2}$')
        then numbered_date(words[1:4], words[6:], 1)
    when regexp_matches(words, '^[0-9]{1,2}/[0-9]{4}$')
        then numbered_date(right(words, 4), split_part(words, '/', 1), 1)
    when regexp_matches(words, '^[0-9]{4}$')
        then numbered_date(words, 1, 1)
    when regexp_matches(words, '^[0-9]{10}([.][0-9]+)?$')
        then make_timestamp(words[1:10]::bigint * 1000000)::date
    when regexp_matches(words, '^[0-9]{13}$')
        then make_timestamp(words::bigint * 1000)::date
end;

create or replace macro written_date(words) as plain_date(lower(strip_accents(trim(words))));

create or replace macro written_precision(words) as case
    when written_date(words) is null then null
    when regexp_matches(trim(words), '^[0-9]{4}$') then 'year'
    when regexp_matches(lower(strip_accents(trim(words))), {{ word_year }})
        or regexp_matches(trim(words), '^([0-9]{4}[-/][0-9]{1,2}|[0-9]{1,2}/[0-9]{4})$') then 'month'
    else 'day'
end;

create or replace macro written_moment(words) as coalesce(
    case when regexp_matches(trim(words), '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}')
         then try_cast(rpad(replace(trim(words)[1:19], 'T', ' '), 19, ':00') as timestamp) end,
    case when regexp_matches(trim(words), '^[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4} [0-9]{1,2}:[0-9]{2}')
         then try_strptime(replace(trim(words), '.', '/'), ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M']) end,
    case when regexp_matches(trim(words), '^[0-9]{10}([.][0-9]+)?$')
         then make_timestamp(trim(words)[1:10]::bigint * 1000000) end
);

create or replace macro consent_reason(state) as case
    when state = 'objected' then 'the person objected'
    else 'consent ' || state
end;

create or replace macro objection_reason(kind) as case
    when kind = 'objection' then 'the person objected'
    when kind = 'restriction' then 'restricted at the person''s request'
end;

create or replace macro written_months(duration) as
    12 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)Y', 1) as integer), 0)
    + coalesce(try_cast(regexp_extract(duration, '([0-9]+)M', 1) as integer), 0);

create or replace macro written_days(duration) as
    7 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)W', 1) as integer), 0)
    + coalesce(try_cast(regexp_extract(duration, '([0-9]+)D', 1) as integer), 0);
{% endmacro %}

{# Every staged record is in the mart or among its left-out records, once. #}
{% test conserves(model, staged, left_out=none) %}
select record_id, count(*) as places
from (
    select record_id, 1 as side from {{ model }}
    {% if left_out %}
    union all
    select record_id, 1 as side from {{ left_out }}
    {% endif %}
    union all
    select record_id, 2 as side from {{ staged }}
) as both_sides
group by record_id
having sum(side) <> 3 or count(*) <> 2
{% endtest %}

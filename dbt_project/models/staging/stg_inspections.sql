select
    {{ staged_envelope() }},
    tidy(inspected) as inspected,
    tidy(inspector) as inspector,
    lookup_key(result) as result,
    tidy(defect) as defect,
    lookup_key(severity) as severity
from {{ landed('inspection', {
    'inspected': 'varchar',
    'inspector': 'varchar',
    'result': 'varchar',
    'defect': 'varchar',
    'severity': 'varchar'
}) }}

select
    {{ staged_envelope() }},
    tidy(title) as title,
    tidy(author) as author,
    lookup_key(category) as category
from {{ landed('document', {
    'title': 'varchar',
    'author': 'varchar',
    'category': 'varchar'
}) }}

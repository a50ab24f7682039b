select
    {{ staged_envelope() }},
    lower(tidy(media_type)) as media_type,
    width,
    height,
    bytes,
    tidy(caption) as caption,
    coalesce(lookup_key(people_in_picture), 'unknown') as people_in_picture
from {{ landed('media', {
    'media_type': 'varchar',
    'width': 'integer',
    'height': 'integer',
    'bytes': 'bigint',
    'caption': 'varchar',
    'people_in_picture': 'varchar'
}) }}

{{ decided('stg_media', ['media_type', 'width', 'height', 'bytes', 'caption', 'people_in_picture']) }}

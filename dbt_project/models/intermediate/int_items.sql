{{ decided('stg_items', ['code', 'item_key', 'name', 'brand', 'category', 'material', 'colour', 'price', 'currency']) }}

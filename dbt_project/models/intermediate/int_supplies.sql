{{ decided('stg_supplies', ['supplier', 'supplier_code', 'material', 'origin', 'origin_country', 'order_no', 'quantity', 'unit', 'price', 'currency']) }}

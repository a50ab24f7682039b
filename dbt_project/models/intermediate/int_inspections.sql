{{ decided('stg_inspections', ['inspected', 'inspector', 'result', 'defect', 'severity']) }}

-- The measures of every load summed for every slice that figures are asked for: the whole, and each organisation, area,
-- branch (administration or development), branch within area, customer and service. When measures are published, its
-- rows are stored with them in cube_records.
CREATE OR REPLACE VIEW measure_slices AS
SELECT
    load_id,
    indicator,
    period,
    scenario,
    span,
    stated,
    cut.1 AS slice_kind,
    cut.2 AS slice,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator,
    count() AS measures
FROM measure_records
ARRAY JOIN arrayFilter(s -> s.1 = 'total' OR s.2 != '', [
    ('total', ''),
    ('organisation', toString(organisation)),
    ('area', toString(area)),
    ('branch', toString(branch)),
    ('branch_area', if(branch = '' OR area = '', '', concat(branch, '/', area))),
    ('customer', toString(customer)),
    ('service', toString(service))]) AS cut
GROUP BY load_id, indicator, period, scenario, span, stated, slice_kind, slice
COMMENT 'stored measures per slice and load, published or not'

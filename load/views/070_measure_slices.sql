-- The measures of every load, published or not, summed for every slice that figures are asked for: the whole, and each
-- organisation, area, branch (administration or development), branch within area, customer and service. When measures
-- are published, these rows of theirs are stored beside them in cube_records, and key figures are computed from there.
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
/* as of: WHERE load_id IN (SELECT load_id FROM publications WHERE published_at <= {at}) */
GROUP BY load_id, indicator, period, scenario, span, stated, slice_kind, slice
COMMENT 'stored measures per slice and load, published or not'

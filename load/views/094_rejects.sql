-- Rows and cells that were refused, with the delivery that they stand in.
CREATE OR REPLACE VIEW rejects AS
SELECT
    l.job AS job,
    l.dataset AS dataset,
    l.file AS file,
    r.sheet AS sheet,
    r.row AS row,
    r.cell AS cell,
    r.column AS column,
    r.reason AS reason,
    r.expected AS expected,
    r.found AS found,
    l.state AS load_state,
    l.loaded_at AS loaded_at,
    l.delivery AS delivery,
    l.load_id AS load_id
FROM reject_records AS r
INNER JOIN loads AS l ON r.load_id = l.load_id
/* as of: WHERE l.loaded_at <= {at} */
COMMENT 'refused rows and cells with file, sheet and A1 address'

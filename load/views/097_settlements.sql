-- What became of every slot of the timetable, for two years back. What a scheduler wrote that had been replaced a moment
-- before counts for less than what its successor wrote.
CREATE OR REPLACE VIEW settlements AS
SELECT job, slot, result, missed, attempts, reason, schedule, started_at, finished_at, written_at AS settled_at, fence, token
FROM slots /* as of: WHERE written_at <= {at} */
QUALIFY result != 'claimed' AND row_number() OVER (PARTITION BY job, slot ORDER BY result = 'claimed', fence DESC, written_at) = 1
COMMENT 'what became of the slots of the timetable: the result, the attempts and the reason of a failure'

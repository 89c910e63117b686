-- The shares of a service and year must sum to 1.
SELECT concat('the shares of service ', service, ' for ', toString(intDiv(period, 100)), ' sum to ', toString(sum(share)), ', not to 1')
FROM allocation_records
WHERE load_id = {load:UInt64}
GROUP BY service, intDiv(period, 100)
HAVING sum(share) != 1

-- Who answers for an indicator.

ALTER TABLE indicator_records ADD COLUMN IF NOT EXISTS owner_sv String DEFAULT '' COMMENT 'who answers for it, in Swedish; empty when the catalogue says nobody';
ALTER TABLE indicator_records ADD COLUMN IF NOT EXISTS owner_en String DEFAULT '' COMMENT 'who answers for it, in English; empty when the catalogue says nobody';

-- Expiry looks for the servers that have not been heard of for longest.
CREATE INDEX lb2_members_last_seen_at ON lb2_members (last_seen_at);

-- down
DROP INDEX lb2_members_last_seen_at ON lb2_members;

-- The longest text of an IPv6 address has 45 characters (an IPv4 address mapped into it).
ALTER TABLE lb2_members MODIFY ip VARCHAR(45) NOT NULL;

-- down
ALTER TABLE lb2_members MODIFY ip VARCHAR(20) NOT NULL;

-- Each test has a schema of its own, with the tables of the migrations and no row. What stands in front of the first
-- test is run before each of them.

-- test: a new server is a member, and came when it was last seen
CALL register_lb('web1', '10.0.0.1', 5, 'h1');
SELECT hostname, ip, loadfactor, hash, registered_at = last_seen_at AS just_now FROM lb2_members;
-- | hostname | ip       | loadfactor | hash | just_now |
-- | web1     | 10.0.0.1 | 5          | h1   | 1        |

-- test: a known server is refreshed, and stays the one that came then
CALL register_lb('web1', '10.0.0.1', 5, 'h1');
UPDATE lb2_members SET registered_at = '2026-01-01', last_seen_at = '2026-01-01';
CALL register_lb('web1', '10.0.0.1', 7, 'h1');
SELECT loadfactor, registered_at, last_seen_at > '2026-01-01' AS seen_since FROM lb2_members;
-- | loadfactor | registered_at       | seen_since |
-- | 7          | 2026-01-01 00:00:00 | 1          |

-- test: a known server may come with a new address
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web1', '2001:db8::1', 1, 'h1');
SELECT ip, hash FROM lb2_members;
-- | ip          | hash |
-- | 2001:db8::1 | h1   |

-- test: another hash does not get the address of one that has not expired
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web2', '10.0.0.1', 1, 'h2');
-- expect error 45000: register_lb: 10.0.0.1 is of hash h1 until it expires, not of h2
SELECT hostname, hash FROM lb2_members;
-- | hostname | hash |
-- | web1     | h1   |

-- test: a known server does not get the address of another one, and keeps its own
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web2', '10.0.0.2', 1, 'h2');
CALL register_lb('web1', '10.0.0.2', 1, 'h1');
-- expect error 45000: 10.0.0.2 is of hash h2 until it expires, not of h1
SELECT ip, hash FROM lb2_members ORDER BY hash;
-- | ip       | hash |
-- | 10.0.0.1 | h1   |
-- | 10.0.0.2 | h2   |

-- test: who has no hash does not get the address of one that has
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web1', '10.0.0.1', 1, NULL);
-- expect error 45000: is of hash h1 until it expires, not of none

-- test: an address is free again when its server has expired
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
UPDATE lb2_members SET last_seen_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR;
CALL expire_lb(60, 0);
CALL register_lb('web2', '10.0.0.1', 1, 'h2');
SELECT hostname, hash FROM lb2_members;
-- | hostname | hash |
-- | web2     | h2   |

-- test: a row from before the hashes is given its hash and its times
INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.1', 'old');
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
SELECT hostname, hash, registered_at IS NULL AS timeless FROM lb2_members;
-- | hostname | hash | timeless |
-- | web1     | h1   | 0        |

-- test: a row from before the hashes goes when a known server has its address
INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.2', 'old');
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web1', '10.0.0.2', 1, 'h1');
SELECT ip, hash FROM lb2_members;
-- | ip       | hash |
-- | 10.0.0.2 | h1   |

-- test: the longest address and two whole digests fit into the refusal
CALL register_lb('web1', 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255', 1, SHA2('1', 256));
CALL register_lb('web2', 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255', 1, SHA2('2', 256));
-- expect error 45000: 255.255.255.255 is of hash 6b86b273ff34 until it expires, not of d4735e3a265e

-- test: the lock is free again after a refusal
CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web2', '10.0.0.1', 1, 'h2');
-- expect error 45000
SELECT IS_FREE_LOCK(CONCAT('lb2_members.', LEFT(DATABASE(), 50))) AS free;
-- | free |
-- | 1    |

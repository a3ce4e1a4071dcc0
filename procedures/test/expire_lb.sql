CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web2', '10.0.0.2', 1, 'h2');
CALL register_lb('web3', '10.0.0.3', 1, 'h3');
CALL register_lb('web4', '10.0.0.4', 1, 'h4');
UPDATE lb2_members SET last_seen_at = UTC_TIMESTAMP() - INTERVAL 10 MINUTE WHERE hash IN ('h2', 'h3');
UPDATE lb2_members SET last_seen_at = UTC_TIMESTAMP() - INTERVAL 20 MINUTE WHERE hash = 'h4';

-- test: those that are silent for longer go, all others stay
CALL expire_lb(900, 0);
SELECT hostname FROM lb2_members ORDER BY hostname;
-- | hostname |
-- | web1     |
-- | web2     |
-- | web3     |

-- test: never so many that fewer than the minimum stay; the longest silent go first, of equals the lower address
CALL expire_lb(60, 2);
SELECT hostname FROM lb2_members ORDER BY hostname;
-- | hostname |
-- | web1     |
-- | web3     |

-- test: nobody goes where fewer are there than have to stay
CALL expire_lb(60, 5);
SELECT hostname FROM lb2_members;
-- expect: 4 rows

-- test: a server that never said when it came stays, and counts for the minimum
UPDATE lb2_members SET last_seen_at = NULL WHERE hash = 'h1';
CALL expire_lb(60, 3);
SELECT hostname FROM lb2_members ORDER BY hostname;
-- | hostname |
-- | web1     |
-- | web2     |
-- | web3     |

-- test: a minimum of 0 takes out all that are silent
CALL expire_lb(60, 0);
SELECT hostname, last_seen_at IS NULL AS never_seen FROM lb2_members;
-- | hostname | never_seen |
-- | web1     | 0          |

-- test: no time, no minimum, and what is below them are refused
CALL expire_lb(0, 0);
-- expect error 45000: takes seconds above 0
CALL expire_lb(NULL, 0);
-- expect error 45000: takes seconds above 0
CALL expire_lb(60, -1);
-- expect error 45000: a minimum of 0 or more
CALL expire_lb(60, NULL);
-- expect error 45000: a minimum of 0 or more
SELECT hostname FROM lb2_members;
-- expect: 4 rows

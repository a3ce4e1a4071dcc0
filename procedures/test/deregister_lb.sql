CALL register_lb('web1', '10.0.0.1', 1, 'h1');
CALL register_lb('web10', '10.0.0.10', 1, 'h10');

-- test: the server with that address goes, and no other
CALL deregister_lb('10.0.0.1');
SELECT hostname FROM lb2_members;
-- | hostname |
-- | web10    |

-- test: nothing happens for an address that nobody has
CALL deregister_lb('10.0.0.100');
SELECT hostname FROM lb2_members;
-- expect: 2 rows

-- test: an address that was given up is free for another server
CALL deregister_lb('10.0.0.1');
CALL register_lb('web2', '10.0.0.1', 1, 'h2');
SELECT hostname, ip FROM lb2_members;
-- expect in any order:
-- | hostname | ip        |
-- | web10    | 10.0.0.10 |
-- | web2     | 10.0.0.1  |

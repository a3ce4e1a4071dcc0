-- Registers an application server with the load balancer, or refreshes what is known of it.
--
-- A server is known by its hash; its address may change. One call leaves exactly one row for the hash and one for
-- the address, and they are the same row:
--   * known hash: its row is updated, the address too; registered_at stays
--   * new hash at a known address: the server was installed anew, the row is taken over
--   * known hash at the address of another row: that row's server has gone, its row is removed
--   * otherwise: a new row
--
-- Calls are taken one after the other by a named lock. The unique keys alone keep the rows right, but statements
-- that may meet two of them deadlock when 50 servers start at once, and a server that gets error 1213 stays out.
--
-- It runs as its definer, an account that has the table and nothing else, and that nobody can log in with: so a
-- caller needs EXECUTE alone, and may do exactly this. `dbshift grants --for balancer-client` makes both accounts.
-- Without the name it would run as whoever deployed it, and one who may write on a read-only server would write
-- through the fence for everybody.

DELIMITER $$

DROP PROCEDURE IF EXISTS register_lb $$

CREATE DEFINER = 'lb_registry'@'localhost' PROCEDURE register_lb(
  IN _hostname VARCHAR(100),
  IN _ip VARCHAR(40),
  IN _loadfactor INT,
  IN _hash VARCHAR(100)
)
  MODIFIES SQL DATA
  SQL SECURITY DEFINER
BEGIN
  DECLARE _now DATETIME DEFAULT UTC_TIMESTAMP();
  DECLARE _lock VARCHAR(64) DEFAULT CONCAT('lb2_members.', LEFT(DATABASE(), 50));

  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(_lock);
    RESIGNAL;
  END;

  IF COALESCE(GET_LOCK(_lock, 30), 0) = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'register_lb: other registrations did not end within 30 s';
  END IF;

  DELETE gone
    FROM lb2_members AS gone
    JOIN lb2_members AS known ON known.hash = _hash AND known.ip <> _ip
   WHERE gone.ip = _ip;

  INSERT INTO lb2_members (ip, hostname, loadfactor, hash, registered_at, last_seen_at)
  VALUES (_ip, _hostname, _loadfactor, _hash, _now, _now)
  ON DUPLICATE KEY UPDATE
    ip = _ip,
    hostname = _hostname,
    loadfactor = _loadfactor,
    hash = _hash,
    registered_at = COALESCE(registered_at, _now),
    last_seen_at = _now;

  DO RELEASE_LOCK(_lock);
END $$

DELIMITER ;

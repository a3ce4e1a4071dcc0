-- Registers an application server with the load balancer, or refreshes what is known of it: a server calls it when it
-- starts, and again and again as long as it lives. `expire_lb` takes out those that no longer do.
--
-- A server is known by its hash; its address may change. Each call looks at two rows, the one of the address and the
-- one of the hash, and does one of five things:
--   * the address belongs to another hash: refused with SQLSTATE 45000. Whoever is there now stays until it expired or
--     was deregistered: two servers that claim one address would else take the traffic from each other by turns
--   * known hash: its row is refreshed, the address too; registered_at stays. A row of that address without a hash, from
--     the time before hashes, was this server's, and goes
--   * new hash at an address whose row has no hash: it is given the hash
--   * new hash at a new address: a new row
--   * no hash at an address without one, or at a new address: as if it were the address that is known
--
-- Each row is named by the key that was looked at. INSERT ... ON DUPLICATE KEY UPDATE would do with less, but with two
-- unique keys it takes whichever of two rows it meets first.
--
-- Calls are taken one after the other by a named lock. Row locks alone would keep the rows right, but statements that
-- may meet two rows deadlock when 50 servers start at once, and a server that gets error 1213 stays out. FOR UPDATE is
-- for callers inside a transaction: it reads what is there, and not what was there when the transaction began. Better
-- is to call it outside of one, so that its row is there for everybody as soon as the call ends.
--
-- It runs as its definer, an account that has the table and nothing else, and that nobody can log in with: so a
-- caller needs EXECUTE alone, and may do exactly this. `dbshift grants --for balancer-client` makes both accounts.
-- Without the name it would run as whoever deployed it, and one who may write on a read-only server would write
-- through the fence for everybody.

DELIMITER $$

DROP PROCEDURE IF EXISTS register_lb $$

CREATE DEFINER = 'lb_registry'@'localhost' PROCEDURE register_lb(
  IN _hostname VARCHAR(100),
  IN _ip VARCHAR(45),
  IN _loadfactor INT,
  IN _hash VARCHAR(64)
)
  MODIFIES SQL DATA
  SQL SECURITY DEFINER
BEGIN
  DECLARE _lock VARCHAR(64) DEFAULT CONCAT('lb2_members.', LEFT(DATABASE(), 50));
  DECLARE _now DATETIME;
  DECLARE _at_address, _of_hash INT;
  DECLARE _owner, _refusal VARCHAR(128);

  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(_lock);
    RESIGNAL;
  END;

  IF COALESCE(GET_LOCK(_lock, 30), 0) = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'register_lb: other registrations did not end within 30 s';
  END IF;

  -- Not before the lock is there: who waited for it was seen now, and must not expire by the time of its waiting.
  SET _now = UTC_TIMESTAMP();

  SELECT COUNT(*), MAX(CASE WHEN hash <> _hash OR _hash IS NULL THEN hash END)
    INTO _at_address, _owner
    FROM lb2_members
   WHERE ip = _ip
     FOR UPDATE;

  SELECT COUNT(*) INTO _of_hash FROM lb2_members WHERE hash = _hash FOR UPDATE;

  IF _owner IS NOT NULL THEN
    -- A server takes 128 characters of a text.
    SET _refusal = CONCAT('register_lb: ', _ip, ' is of hash ', LEFT(_owner, 12), ' until it expires, not of ',
                          COALESCE(LEFT(_hash, 12), 'none'));
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = _refusal;
  END IF;

  IF _of_hash > 0 THEN
    DELETE FROM lb2_members WHERE ip = _ip AND hash IS NULL;

    UPDATE lb2_members
       SET ip = _ip,
           hostname = _hostname,
           loadfactor = _loadfactor,
           registered_at = COALESCE(registered_at, _now),
           last_seen_at = _now
     WHERE hash = _hash;
  ELSEIF _at_address > 0 THEN
    UPDATE lb2_members
       SET hash = _hash,
           hostname = _hostname,
           loadfactor = _loadfactor,
           registered_at = COALESCE(registered_at, _now),
           last_seen_at = _now
     WHERE ip = _ip;
  ELSE
    INSERT INTO lb2_members (ip, hostname, loadfactor, hash, registered_at, last_seen_at)
    VALUES (_ip, _hostname, _loadfactor, _hash, _now, _now);
  END IF;

  DO RELEASE_LOCK(_lock);
END $$

DELIMITER ;

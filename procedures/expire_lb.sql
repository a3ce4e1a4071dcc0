-- Takes out the application servers that were not heard of for more than so many seconds, those that are silent for
-- longest first, of equals the lower address, and never so many that fewer than the minimum stay: when all of them seem
-- to be gone, it is more likely that nobody could register. Servers that never said when they came stay, and count.
-- A server that registers at the same time is either seen in time or registers anew: no call is lost.
-- The named lock and the definer are there for the reasons given in register_lb.sql.

DELIMITER $$

DROP PROCEDURE IF EXISTS expire_lb $$

CREATE DEFINER = 'lb_registry'@'localhost' PROCEDURE expire_lb(IN _seconds INT, IN _minimum INT)
  MODIFIES SQL DATA
  SQL SECURITY DEFINER
BEGIN
  DECLARE _lock VARCHAR(64) DEFAULT CONCAT('lb2_members.', LEFT(DATABASE(), 50));
  DECLARE _most INT;

  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(_lock);
    RESIGNAL;
  END;

  IF COALESCE(_seconds, 0) <= 0 OR COALESCE(_minimum, -1) < 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'expire_lb: takes seconds above 0 and a minimum of 0 or more';
  END IF;

  IF COALESCE(GET_LOCK(_lock, 30), 0) = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'expire_lb: other registrations did not end within 30 s';
  END IF;

  SELECT GREATEST(COUNT(*) - _minimum, 0) INTO _most FROM lb2_members FOR UPDATE;

  DELETE FROM lb2_members
   WHERE last_seen_at < UTC_TIMESTAMP() - INTERVAL _seconds SECOND
   ORDER BY last_seen_at, ip
   LIMIT _most;

  DO RELEASE_LOCK(_lock);
END $$

DELIMITER ;

-- Takes the application server with this address out of the load balancer. Nothing happens when there is none.
-- The named lock and the definer are there for the reasons given in register_lb.sql.

DELIMITER $$

DROP PROCEDURE IF EXISTS deregister_lb $$

CREATE DEFINER = 'lb_registry'@'localhost' PROCEDURE deregister_lb(IN _ip VARCHAR(45))
  MODIFIES SQL DATA
  SQL SECURITY DEFINER
BEGIN
  DECLARE _lock VARCHAR(64) DEFAULT CONCAT('lb2_members.', LEFT(DATABASE(), 50));

  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(_lock);
    RESIGNAL;
  END;

  IF COALESCE(GET_LOCK(_lock, 30), 0) = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deregister_lb: other registrations did not end within 30 s';
  END IF;

  DELETE FROM lb2_members WHERE ip = _ip;

  DO RELEASE_LOCK(_lock);
END $$

DELIMITER ;

/** Error numbers that the program branches on, by name. Texts are never looked at: they change with versions. */
export const errno = {
  tooManyConnections: 1040,
  dbAccessDenied: 1044,
  accessDenied: 1045,
  unknownDatabase: 1049,
  serverShutdown: 1053,
  dupEntry: 1062,
  syntax: 1064,
  noSuchThread: 1094,
  killDenied: 1095,
  unknownCharacterSet: 1115,
  hostBlocked: 1129,
  hostNotAllowed: 1130,
  /** MariaDB: a grant to an account that is not there. */
  noSuchAccount: 1133,
  tableAccessDenied: 1142,
  noSuchTable: 1146,
  tooManyConnectionsOfAccount: 1203,
  lockWaitTimeout: 1205,
  deadlock: 1213,
  noSavepoint: 1305,
  /** The same number. */
  noSuchRoutine: 1305,
  /** MySQL: among others, LOCK=NONE together with ALGORITHM=INSTANT. */
  wrongUsage: 1221,
  accountLimit: 1226,
  privilege: 1227,
  wrongValueForVariable: 1231,
  unknownCollation: 1273,
  unknownTimeZone: 1298,
  readOnly: 1290,
  noBinlog: 1381,
  xaRecoverDenied: 1401,
  /** MySQL: a grant to an account that is not there. */
  cannotCreateAccount: 1410,
  /** Somebody ended the statement with KILL QUERY: it has changed nothing. */
  queryInterrupted: 1317,
  noSuchTrigger: 1360,
  noSuchEvent: 1539,
  noReferencedRow: 1452,
  pluginNotLoaded: 1524,
  /** An account that must come by the socket; MariaDB also says it of some that are not there. */
  accessDeniedNoPassword: 1698,
  /** Nothing but a new password is accepted in this session. */
  mustChangePassword: 1820,
  algorithmNotSupported: 1845,
  algorithmNotSupportedReason: 1846,
  passwordExpired: 1862,
  /** MariaDB: somebody ended the connection. */
  connectionKilled: 1927,
  /** MariaDB: a replication position older than what the server itself has written since. */
  positionBehindBinlog: 1947,
  /** MySQL. */
  accountLocked: 3118,
  secureTransportRequired: 3159,
  /** MySQL: somebody ended the connection. */
  sessionKilled: 3169,
  /** MySQL: locked for a time after wrong passwords. */
  lockedByFailedLogins: 3955,
  /** MySQL: the connection was idle for too long. */
  clientTimeout: 4031,
  /** MariaDB: blocked after wrong passwords. */
  blockedByPasswordErrors: 4150,
  /** MariaDB. */
  accountLockedMariadb: 4151,
} as const;

/** Our account may not do that. */
export const accessRefusals = [
  errno.privilege,
  errno.tableAccessDenied,
  errno.dbAccessDenied,
  errno.xaRecoverDenied,
] as const;

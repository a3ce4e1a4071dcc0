/** Error numbers that the program branches on, by name. Texts are never looked at: they change with versions. */
export const errno = {
  dbAccessDenied: 1044,
  accessDenied: 1045,
  unknownDatabase: 1049,
  serverShutdown: 1053,
  dupEntry: 1062,
  noSuchThread: 1094,
  hostNotAllowed: 1130,
  tableAccessDenied: 1142,
  noSuchTable: 1146,
  lockWaitTimeout: 1205,
  deadlock: 1213,
  /** MySQL: among others, LOCK=NONE together with ALGORITHM=INSTANT. */
  wrongUsage: 1221,
  privilege: 1227,
  readOnly: 1290,
  noBinlog: 1381,
  xaRecoverDenied: 1401,
  noSuchEvent: 1539,
  noReferencedRow: 1452,
  /** MariaDB: an account that must come by another way than a password. */
  accessDeniedNoPassword: 1698,
  algorithmNotSupported: 1845,
  algorithmNotSupportedReason: 1846,
  /** MariaDB: somebody ended the connection. */
  connectionKilled: 1927,
  /** MySQL: the same. */
  sessionKilled: 3169,
  /** MySQL: the connection was idle for too long. */
  clientTimeout: 4031,
} as const;

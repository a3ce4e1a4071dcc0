/** Error numbers that the program branches on, by name. Texts are never looked at: they change with versions. */
export const errno = {
  accessDenied: 1045,
  dbAccessDenied: 1044,
  dupEntry: 1062,
  noSuchTable: 1146,
  noDatabase: 1046,
  unknownDatabase: 1049,
  parse: 1064,
  unknownVariable: 1193,
  lockWaitTimeout: 1205,
  privilege: 1227,
  readOnly: 1290,
  queryInterrupted: 1317,
  noReferencedRow: 1452,
  noSuchThread: 1094,
  algorithmNotSupported: 1845,
  algorithmNotSupportedReason: 1846,
} as const;

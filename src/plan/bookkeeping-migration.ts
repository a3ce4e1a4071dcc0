/** Records that the tables of the records were made. There is no such file. */
export const bookkeepingMigration = 'dbshift: bookkeeping tables';

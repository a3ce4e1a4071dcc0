/**
 * Host names and addresses, IPv6 without brackets. Narrow on purpose: a host is written into files that shells and
 * PHP run.
 */
export const hostPattern = /^[\w.:%-]+$/;

/** Each server logs everything, as full rows: what the other applies, also after the roles have changed. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function binlog(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, server => {
    const { binlog: log } = server.settings;
    const inFile = (option: string) => `put ${option} into the option file and restart the server`;
    if (!log.on) return [refuse(server, 'the binlog is off', inFile('log_bin'))];
    return [
      ...(log.format === 'ROW'
        ? []
        : [refuse(server, `binlog_format is ${log.format}`, bySetting('binlog_format', "'ROW'"))]),
      ...(log.image === 'FULL'
        ? []
        : [refuse(server, `binlog_row_image is ${log.image}`, bySetting('binlog_row_image', "'FULL'"))]),
      ...(log.logsApplied
        ? []
        : [refuse(server, 'what it applies is not in its own binlog', inFile('log_slave_updates = ON'))]),
      ...server.binlogFilters.map(filter =>
        refuse(
          server,
          `its binlog leaves databases out: ${filter}`,
          'remove that option and restart the server',
        ),
      ),
    ];
  });
}

/** Sessions keep the value that they began with. */
function bySetting(name: string, value: string): string {
  return `SET GLOBAL ${name} = ${value}, put it into the option file, and let the applications connect anew`;
}

function refuse({ label }: PreflightFacts, message: string, hint: string): PreflightFinding {
  return { id: 'binlog', severity: 'refuse', where: label, message, hint };
}

/**
 * Binlogs live longer than a leg takes: while the passive is migrated it applies nothing, and MariaDB throws away
 * what it had received and fetches it again. How long a leg takes nobody knows beforehand, so a day is asked for.
 */
import type { PreflightFinding, Severity } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

const day = 86_400;
const hour = 3_600;

export function retention(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings, binlogBytes }) => {
    const { expireSeconds, maxTotalBytes } = settings.binlog;
    const now = `its binlogs hold ${mebibytes(binlogBytes)} now`;
    const findings: PreflightFinding[] = [];
    if (expireSeconds > 0 && expireSeconds < day) {
      findings.push({
        ...finding(expireSeconds < hour ? 'refuse' : 'warn', label),
        message: `binlogs are deleted after ${describeTime(expireSeconds)}, and a leg may take longer (${now})`,
        hint: `SET GLOBAL binlog_expire_logs_seconds = ${7 * day}`,
      });
    }
    if (maxTotalBytes > 0) {
      findings.push({
        ...finding('warn', label),
        message: `binlogs are deleted over ${mebibytes(maxTotalBytes)}, however much a leg needs (${now})`,
        hint: 'SET GLOBAL max_binlog_total_size = 0 for the time of the run, or make sure that it is enough',
      });
    }
    return findings;
  });
}

function finding(severity: Severity, where: string) {
  return { id: 'retention', severity, where };
}

function describeTime(seconds: number): string {
  return seconds < 2 * hour ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / hour)} h`;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}

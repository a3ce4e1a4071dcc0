/** Positions are GTIDs that both sides count alike: on everywhere, and used by the link. */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, eachSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function gtid(pair: PairFacts): readonly PreflightFinding[] {
  return [...eachSide(pair, server => [...settingsOf(server), ...linkOf(server)]), ...domainsOf(pair)];
}

function settingsOf({ label, settings }: PreflightFacts): readonly PreflightFinding[] {
  const { gtid: mode } = settings;
  if (mode.kind === 'mysql') {
    if (mode.mode === 'ON' && mode.consistency === 'ON') return [];
    const seen = `gtid_mode is ${mode.mode} and enforce_gtid_consistency is ${mode.consistency}`;
    return [refuse(label, seen, 'both must be ON: see "Enabling GTID Transactions Online" in the manual')];
  }
  if (mode.strict) return [];
  const hint = 'SET GLOBAL gtid_strict_mode = 1, and put it into the option file';
  return [refuse(label, 'gtid_strict_mode is off, so a transaction of its own could pass unseen', hint)];
}

function linkOf({ label, links, repairs }: PreflightFacts): readonly PreflightFinding[] {
  return (links ?? [])
    .filter(({ usesGtid }) => !usesGtid)
    .map(({ source }) =>
      refuse(label, `replicates from ${source} by file and position, not by GTID`, repairs.followByGtid),
    );
}

/** With a domain per server a position names events that the other never receives, and waiting for it times out. */
function domainsOf(pair: PairFacts): readonly PreflightFinding[] {
  const a = pair.a.settings.gtid;
  const b = pair.b.settings.gtid;
  if (a.kind !== 'mariadb' || b.kind !== 'mariadb' || a.domainId === b.domainId) return [];
  return [
    refuse(
      bothLabels(pair),
      `gtid_domain_id is ${a.domainId} on one and ${b.domainId} on the other`,
      'use one domain for the pair: SET GLOBAL gtid_domain_id, on the passive first, and in both option files',
    ),
  ];
}

function refuse(where: string, message: string, hint: string): PreflightFinding {
  return { id: 'gtid', severity: 'refuse', where, message, hint };
}

/** Why a file may not name a definer so. */
import type { Problem } from '../sql/source.js';
import type { SplitDefiner } from '../sql/split-definer.js';

/** @param sql what was split. */
export function definerProblem(sql: string, { create, definer }: SplitDefiner): Problem | undefined {
  if (definer === null) return create === sql ? undefined : WHOEVER_DEPLOYS;
  return definer.endsWith('@') ? WITHOUT_HOST : undefined;
}

const WHOEVER_DEPLOYS: Problem = {
  id: 'definer-not-named',
  message: 'DEFINER = CURRENT_USER is whoever deploys.',
  hint: 'Name the account, user@host, or leave the clause out: then programs.definer of the configuration counts.',
};

/** Without a host MySQL takes `%`, and MariaDB a role of that name where there is one (10.11, 11.8, 9.7, tested). */
const WITHOUT_HOST: Problem = {
  id: 'definer-without-host',
  message: 'The definer has no host, and servers read that differently.',
  hint: "Write user@host; 'user'@'%' for any host.",
};

/** What programs are made with in tests where no server is asked. */
import type { ProgramDefaults } from '../../src/programs/program.js';

export const programDefaults: ProgramDefaults = {
  settings: { sqlMode: 'STRICT_ALL_TABLES', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
  definer: null,
  collations: new Map([
    ['latin1', 'latin1_swedish_ci'],
    ['utf8mb4', 'utf8mb4_general_ci'],
  ]),
};

/** What earlier runs of a pair have measured, from the journals of both servers. */
import { readMeasurements } from '../journal/read-history.js';
import { type Side, sides } from '../pair/side.js';
import { type MeasuredRates, measuredRates } from '../plan/numbers/measured-rates.js';
import type { Session } from '../server/connection.js';

/** The newest runs speak: servers change. */
const runs = 50;

export async function readMeasured(sessions: Readonly<Record<Side, Session | null>>): Promise<MeasuredRates> {
  const halves = await Promise.all(
    sides.map(side => {
      const session = sessions[side];
      return session === null ? [] : readMeasurements(session, runs);
    }),
  );
  return measuredRates(halves.flat());
}

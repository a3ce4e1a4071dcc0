/** The clock of this machine. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../engine/ports.js';

export const systemClock: Clock = { now: Date.now, sleep: async ms => void (await sleep(ms)) };

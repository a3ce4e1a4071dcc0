import type { Run } from './engine-ports.js';
export async function checkPair(_run: Run, _what: { goal: string; resuming: boolean }): Promise<void> {}

/**
 * Notices a server that says nothing any more: a stopped machine, a network that swallows everything. A session that waits
 * for an answer cannot tell that from a long statement, and the system finds out late (what is under way is sent again
 * for a quarter of an hour: no keep-alive helps then) or never (a stopped process keeps its connections). So a
 * connection of its own is pinged, and while it answers, every other may take its time.
 */
import { ConfigError } from '../errors.js';
import { openSession, type Session } from './connection.js';
import type { Endpoint } from './endpoint.js';
import { isConnectionLost } from './server-error.js';

export type PulseOptions = {
  readonly endpoint: Endpoint;
  /** Called when nothing was heard for too long, and again as long as that lasts. */
  onSilence(why: string): void;
  /** Time between two beats; default 1 s. */
  readonly everyMs?: number;
  /** Beats without an answer before a server counts as silent; default 10. */
  readonly beats?: number;
};

export type Pulse = { stop(): Promise<void> };

/**
 * Connects at the first beat, so that a short command never does. Silence is counted in beats, not in time: a runner that
 * was asleep itself has no reason to doubt the server.
 */
export function takePulse({ endpoint, onSilence, everyMs = 1000, beats = 10 }: PulseOptions): Pulse {
  const silentMs = everyMs * beats;
  const ending = new AbortController();
  let session: Session | null = null;
  let asked: Promise<void> | null = null;
  let missed = 0;
  const ask = async (): Promise<void> => {
    try {
      if (session?.isOpen() !== true)
        session = await openSession({ ...endpoint, connectTimeoutMs: silentMs }, ending.signal);
      await session.ping();
      missed = 0;
    } catch (error) {
      if (hasAnswered(error)) missed = 0;
    }
  };
  const timer = setInterval(() => {
    missed += 1;
    if (missed > beats) {
      missed = 0;
      session?.abandon();
      onSilence(`no answer to anything for ${silentMs / 1000} s`);
    }
    asked ??= ask().finally(() => {
      asked = null;
    });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort();
      // A server that is silent now must not keep whoever stops.
      if (missed > 0) session?.abandon();
      await asked;
      await session?.close();
    },
  };
}

/** A server that lets nobody in any more (too many connections, a changed password) lives. */
function hasAnswered(error: unknown): boolean {
  return error instanceof ConfigError || !isConnectionLost(error);
}

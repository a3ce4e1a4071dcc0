/** What a deploy of programs tells its watchers. Views are made of these and nothing else. */
import type { RunEvent } from '../../engine/event.js';
import type { Side } from '../../pair/side.js';
import type { Deploy, DeployCommand, DeployEnding, RecordedChange } from '../../programs/deploy-record.js';
import type { Brought } from './bring-programs.js';

export type EndedDeploy = DeployEnding & {
  /** Titles of events that count as there because they are over by now; absent for none. */
  readonly over?: readonly string[];
};

export type DeployEvent =
  | Extract<RunEvent, { readonly type: 'queued' | 'warnings' }>
  /** A deploy that died was ended: put back on both servers, or found to be all there. */
  | ({
      readonly type: 'half-done-ended';
      readonly deploy: Pick<Deploy, 'command' | 'by' | 'at'>;
    } & EndedDeploy)
  /** Nothing differs on either server. */
  | { readonly type: 'unchanged' }
  /** What is to be done, with the statements for the active; `dryRun`: and nothing is. */
  | {
      readonly type: 'planned';
      readonly command: DeployCommand;
      readonly active: Side;
      readonly changes: readonly RecordedChange[];
      readonly statements: readonly string[];
      readonly dryRun: boolean;
    }
  /** What both servers had is written down on both of them. */
  | { readonly type: 'recorded'; readonly deploy: number }
  | ({ readonly type: 'brought'; readonly side: Side; readonly binlogged: boolean } & Brought)
  /** The passive has applied what the active did. */
  | { readonly type: 'applied'; readonly side: Side; readonly ms: number }
  /** Read back on both servers, and ended. */
  | { readonly type: 'deployed'; readonly deploy: number; readonly changes: number };

/**
 * One line of a terminal that lives while a step runs and stays when it is over. listr2 is imported here and
 * nowhere else. While a task is open everything else that is written to the terminal appears only after its end.
 */
import { Listr } from 'listr2';

export type LiveTask = {
  /** Replaces the detail below the title. */
  show(detail: string): void;
  /** Adds to the title, for good. */
  remark(text: string): void;
  /** Closes the task; resolves when the terminal is free again. */
  end(outcome: 'done' | 'failed', remark?: string): Promise<void>;
};

export function openTask(title: string): LiveTask {
  const shown = { title, output: '' };
  // Until listr2 has started the task its words are kept here, and then in its own object.
  let target: { title: string; output: string } = shown;
  let settle: (error: Error | null) => void;
  const settled = new Promise<void>((resolve, reject) => {
    settle = error => (error === null ? resolve() : reject(error));
  });
  const closed = run(title, started => {
    target = Object.assign(started, target.output === '' ? { title: shown.title } : shown);
    return settled;
  });
  const remark = (text: string, separator = ', '): void => {
    shown.title = `${shown.title}${separator}${text}`;
    target.title = shown.title;
  };
  return {
    show: detail => {
      target.output = detail;
    },
    remark,
    end: async (outcome, text) => {
      if (text !== undefined) remark(text, outcome === 'done' ? ', ' : ': ');
      settle(outcome === 'done' ? null : new Error(shown.title));
      await closed;
    },
  };
}

type Words = { title: string; output: string };

/** Resolves when nothing is drawn any more. The task's failure is its look, not ours: the caller has the error. */
async function run(title: string, task: (words: Words) => Promise<void>): Promise<void> {
  const list = new Listr([{ title, task: (_, words) => task(words) }], {
    renderer: 'default',
    registerSignalListeners: false,
  });
  await list.run().catch(() => undefined);
}

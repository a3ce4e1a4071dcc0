import type { OptionFiles } from './read-option-files.js';

/** Where a configuration comes from, and the files that judging it needs: `parseConfig` reads nothing itself. */
export type ConfigSource = {
  /** Absolute path, named in messages. */
  readonly file: string;
  /** Its folder, for relative paths. */
  readonly folder: string;
  readonly optionFiles?: OptionFiles;
};

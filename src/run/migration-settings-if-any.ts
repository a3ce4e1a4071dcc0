/** For commands that are no migrations and yet take the pair. */
import type { Config } from '../config/config.js';
import { ConfigError } from '../errors.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import { defaultMigrationSettings, type MigrationSettings } from '../migrate/migration-settings.js';

/**
 * A knexfile that cannot be read must not keep them from their work; to `recover`, a flip that needs it is undone
 * instead of finished.
 */
export async function settingsIfAny(config: Config): Promise<MigrationSettings> {
  return readMigrationSettings(config).catch((error: unknown) => {
    if (error instanceof ConfigError) return defaultMigrationSettings([config.migrations]);
    throw error;
  });
}

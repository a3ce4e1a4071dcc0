/**
 * Turns what a user wrote into the configuration that the program works with, or into one error with every
 * problem. Pure: files that it needs to see are handed in, and no secret is looked up.
 */
import * as v from 'valibot';
import { ConfigError } from '../errors.js';
import { type FlipWindow, parseFlipWindow, windowRule } from '../pair/flip-window.js';
import type { Config } from './config.js';
import type { ConfigSource } from './config-source.js';
import { describeIssue } from './describe-issue.js';
import { parseHooks } from './parse-hooks.js';
import { parseLimits } from './parse-limits.js';
import { parseLint } from './parse-lint.js';
import { parsePointers } from './parse-pointers.js';
import { parsePrograms } from './parse-programs.js';
import { parseSecret } from './parse-secret.js';
import { parseServers } from './parse-servers.js';
import { parseTls } from './parse-tls.js';
import { collectProblems, type Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import { type ConfigInput, ConfigShape } from './shape.js';
import { unknownKeys } from './unknown-keys.js';

/** `raw` is untrusted. Throws a ConfigError with one finding per problem, each with its key. */
export function parseConfig(raw: unknown, source: ConfigSource): Config {
  const problems = collectProblems();
  const { issues = [], output } = v.safeParse(ConfigShape, raw);
  for (const finding of unknownKeys(ConfigShape, raw))
    problems.add({ ...finding, where: finding.where || source.file });
  for (const finding of issues.flatMap(issue => describeIssue(issue, source.file))) problems.add(finding);
  if (!problems.isSound(source.file)) throw invalid(source, problems);

  // From here on `input` has the promised type only under the keys that are sound, which each part asks first.
  const input = output as ConfigInput;
  const servers = parseServers(input, source, problems);
  const pointers = parsePointers(input, source, problems);
  const limits = parseLimits(input, problems);
  const workspace = parseWorkspace(input, source, problems);
  const flipWindow = parseWindow(input, problems);
  const hooks = parseHooks(input, problems);
  const lint = { accept: parseLint(input, problems) };
  const programs = parsePrograms(input, problems);
  if (problems.findings.length > 0 || servers === undefined || pointers === undefined)
    throw invalid(source, problems);
  return {
    file: source.file,
    folder: source.folder,
    servers,
    database: input.database,
    ...parsePaths(input, source),
    pointers,
    ...(input.preferredActive === undefined ? {} : { preferredActive: input.preferredActive }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(flipWindow === undefined ? {} : { flipWindow }),
    ...(hooks === undefined ? {} : { hooks }),
    lint,
    programs,
    limits,
  };
}

function parsePaths({ migrations, procedures, knexfile, reports }: ConfigInput, { folder }: ConfigSource) {
  return {
    migrations: resolvePath(folder, migrations ?? 'migrations'),
    procedures: resolvePath(folder, procedures ?? 'procedures'),
    ...(knexfile === undefined ? {} : { knexfile: resolvePath(folder, knexfile) }),
    ...(reports === undefined ? {} : { reports: resolvePath(folder, reports) }),
  };
}

function parseWorkspace(
  { workspace }: ConfigInput,
  source: ConfigSource,
  problems: Problems,
): Config['workspace'] {
  const key = 'workspace.url';
  if (workspace === undefined || !problems.isSound(key)) return undefined;
  const tls = problems.isSound('workspace.tls')
    ? parseTls(workspace.tls, 'workspace.tls', { source, problems })
    : undefined;
  return { url: parseSecret(workspace.url, key, source.folder), ...(tls === undefined ? {} : { tls }) };
}

function parseWindow({ flipWindow: text }: ConfigInput, problems: Problems): FlipWindow | undefined {
  const key = 'flipWindow';
  if (text === undefined || !problems.isSound(key)) return undefined;
  const window = parseFlipWindow(text);
  if (window === null) problems.add({ id: 'wrong-value', where: key, message: windowRule });
  return window ?? undefined;
}

function invalid({ file }: ConfigSource, { findings }: Problems): ConfigError {
  const count = findings.length === 1 ? 'a problem' : `${findings.length} problems`;
  return new ConfigError(`${file} has ${count}`, { findings });
}

/**
 * The shape of a plan as JSON carries it. Each part is tied to its type, so that neither goes on without the other.
 * What a review says is beside it and may be missing as a whole (`review-shape.ts`).
 */
import * as v from 'valibot';
import type { Finding } from '../errors.js';
import type { ReplicaKey } from '../pair/side.js';
import type { PlannedProgram } from '../programs/planned-program.js';
import type { Definition, ProgramSettings } from '../programs/program.js';
import type { RoutineGrant } from '../programs/routine-grant.js';
import { type EntriesOf, oneOf, textByName, texts, wholeNumber } from './entries-of.js';
import type {
  Batch,
  CopiedTable,
  MigrationKind,
  Plan,
  PlannedMigration,
  PlannedStatement,
  TableVerdict,
  Verdict,
} from './plan.js';
import { algorithm, conversions, programKind, statementKind, strategy } from './plan-words.js';
import type { LossyTable, RollbackWindow } from './rollback/rollback-window.js';
import { StepShape } from './steps-shape.js';
import { StructureShape } from './structure-shape.js';

const why = v.string();

const verdicts = {
  applies: { kind: v.literal('applies') },
  'applies-with-conversion': { kind: v.literal('applies-with-conversion'), conversions, why },
  'depends-on-data': { kind: v.literal('depends-on-data'), query: v.string(), why },
  stops: { kind: v.literal('stops'), errnos: v.array(wholeNumber), why },
  'silently-wrong': { kind: v.literal('silently-wrong'), why },
} satisfies { [K in Verdict['kind']]: EntriesOf<Extract<Verdict, { readonly kind: K }>> };

const tableVerdict = v.object({
  table: v.string(),
  verdict: v.variant('kind', [
    v.object(verdicts.applies),
    v.object(verdicts['applies-with-conversion']),
    v.object(verdicts['depends-on-data']),
    v.object(verdicts.stops),
    v.object(verdicts['silently-wrong']),
  ]),
  advice: v.exactOptional(v.string()),
} satisfies EntriesOf<TableVerdict>);

const copies = v.object({ table: v.string(), conversions } satisfies EntriesOf<CopiedTable>);

const statement = v.object({
  sql: v.string(),
  file: v.string(),
  line: wholeNumber,
  kind: statementKind,
  tables: texts,
  algorithm,
  online: v.boolean(),
  verdicts: v.array(tableVerdict),
  structureAfter: v.string(),
  copies: v.exactOptional(copies),
} satisfies EntriesOf<PlannedStatement>);

const migration = v.object({
  name: v.string(),
  kind: oneOf<MigrationKind>({ knex: true, sql: true }),
  checksum: v.string(),
  statements: v.array(statement),
  takesBack: v.exactOptional(texts),
  givesBack: v.exactOptional(texts),
} satisfies EntriesOf<PlannedMigration>);

const losses = v.array(v.object({ table: v.string(), why } satisfies EntriesOf<LossyTable>));

const rollback: v.GenericSchema<unknown, RollbackWindow> = v.variant('lossless', [
  v.object({ lossless: v.literal(true), copies: texts }),
  v.object({ lossless: v.literal(false), tables: losses }),
]);

const definition = v.object({
  kind: programKind,
  name: v.string(),
  create: v.string(),
  definer: v.string(),
  settings: v.object({
    sqlMode: v.string(),
    characterSet: v.string(),
    collation: v.string(),
    timeZone: v.exactOptional(v.string()),
  } satisfies EntriesOf<ProgramSettings>),
} satisfies EntriesOf<Definition>);

const grants = v.array(
  v.object({
    kind: programKind,
    name: v.string(),
    account: v.string(),
    privileges: texts,
    made: v.exactOptional(v.number()),
  } satisfies EntriesOf<RoutineGrant>),
);

const program = v.object({
  kind: programKind,
  name: v.string(),
  where: v.exactOptional(v.string()),
  before: v.nullable(definition),
  after: v.nullable(definition),
  sql: texts,
  grants: v.object({ a: grants, b: grants }),
} satisfies EntriesOf<PlannedProgram>);

const batch = v.object({
  strategy,
  why,
  migrations: v.array(migration),
  programs: v.exactOptional(v.array(program)),
  apart: v.exactOptional(v.string()),
  conversions,
  tables: texts,
  structureBefore: v.string(),
  structureAfter: v.string(),
  oneLeg: v.exactOptional(v.literal(true)),
  rollback: v.exactOptional(rollback),
} satisfies EntriesOf<Batch>);

const finding = v.object({
  id: v.string(),
  where: v.string(),
  message: v.string(),
  hint: v.exactOptional(v.string()),
} satisfies EntriesOf<Finding>);

const replica = v.custom<ReplicaKey>(
  value => typeof value === 'string' && /^[ab]\/./u.test(value),
  'must be a server below a side, such as "b/10.0.0.5:3306"',
);

export const planEntries = {
  replicas: v.exactOptional(v.array(replica)),
  events: v.exactOptional(texts),
  fingerprint: v.string(),
  database: v.string(),
  batches: v.array(batch),
  refusals: v.array(finding),
  before: StructureShape,
  after: StructureShape,
  steps: v.exactOptional(v.array(StepShape)),
  servers: v.exactOptional(textByName),
} satisfies EntriesOf<Omit<Plan, 'review'>>;

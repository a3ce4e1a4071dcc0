/**
 * The recording of one migration: every statement it sends comes through `send`, is judged, runs in the workspace,
 * and is written down with the structure before and after it. What a migration may mix is decided here:
 * structure, or rows of tables that were there before, never both; and its own rows after its last structure.
 */
import { type Finding, RefusedError } from '../errors.js';
import type { Answer, OutgoingStatement } from '../migrate/knex-connection.js';
import { type Refusal, refuseStatement } from '../migrate/refuse-statement.js';
import type { ProposedStatement } from '../plan/strategy.js';
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno, serverError } from '../server/server-error.js';
import { classifyStatement } from '../sql/classify.js';
import type { StatementClass } from '../sql/statement-class.js';
import { withoutDefiner } from '../sql/without-definer.js';
import { runCheapest } from './cheapest-algorithm.js';
import { type CreatedTables, openCreatedTables } from './created-tables.js';
import {
  changedTables,
  missingObject,
  mixed,
  orphanedTrigger,
  rollsBack,
  rowsFirst,
} from './recording-rules.js';
import type { Workspace } from './workspace.js';

export type RecordedStatement = ProposedStatement & { readonly classified: StatementClass };

/** A statement on its way, with its place for messages. */
export type Sent = OutgoingStatement & {
  /** 1-based line, or for a script the ordinal of the statement. */
  readonly line: number;
  readonly where: string;
};

/** Owns the session in which the migration runs. */
export class Recording {
  readonly statements: RecordedStatement[] = [];
  /** Why the migration is refused. Kept here, because a script may catch what is thrown at it. */
  readonly findings: Finding[] = [];
  /** The last statement that the server refused, with the driver's error. */
  failure: { readonly sent: Sent; readonly error: unknown } | null = null;
  /** The first statement that read or wrote rows which were there before; null when none did. */
  touched: Sent | null = null;
  structure: Structure;
  readonly #workspace: Workspace;
  readonly runner: Session;
  readonly #file: string;
  readonly #created: CreatedTables;

  /** `file` is the name under which statements are written down; `known` the structure, where it has just been read. */
  static async open(workspace: Workspace, file: string, known?: Structure): Promise<Recording> {
    const created = await openCreatedTables(workspace);
    const structure = known ?? (await workspace.readStructure());
    return new Recording({ workspace, runner: await workspace.openRunner(), file, created, structure });
  }

  constructor(parts: {
    readonly workspace: Workspace;
    readonly runner: Session;
    readonly file: string;
    readonly created: CreatedTables;
    readonly structure: Structure;
  }) {
    this.#workspace = parts.workspace;
    this.runner = parts.runner;
    this.#file = parts.file;
    this.#created = parts.created;
    this.structure = parts.structure;
  }

  /**
   * Runs one statement in the workspace. Throws RefusedError for what a migration may not do, and the driver's own
   * error when the server refuses the statement: a script may be prepared for that one.
   */
  async send(sent: Sent): Promise<Answer> {
    try {
      return await this.#run(sent);
    } catch (error) {
      this.failure = { sent, error };
      throw error;
    }
  }

  async #run(sent: Sent): Promise<Answer> {
    const classified = classifyStatement(sent.sql);
    const refusal = refuseStatement(sent.sql, classified, this.#workspace);
    if (refusal !== null) throw this.#refuse(sent, refusal);
    switch (classified.kind) {
      case 'ddl':
        return this.#ddl(sent, classified);
      case 'read':
      case 'write':
        return this.#rows(sent, classified);
      case 'session':
        return this.#session(sent, classified);
      case 'transaction':
        return this.#transaction(sent);
      case 'use':
        return [[], []];
      default:
        return this.#query(sent);
    }
  }

  close(): Promise<void> {
    return this.runner.close();
  }

  async #ddl(sent: Sent, classified: Ddl): Promise<Answer> {
    if (this.touched !== null) throw this.#refuse(sent, mixed(this.touched.where, sent.where));
    const rows = this.statements.find(({ kind }) => kind === 'rows');
    if (rows !== undefined) throw this.#refuse(sent, rowsFirst);
    if (classified.withRows && (await this.#created.touchesOthers(this.runner, sent.sql))) {
      throw this.#refuse(sent, mixed(sent.where, sent.where));
    }
    const missing = missingObject(classified, this.#workspace.notCopied);
    if (missing !== null) throw this.#refuse(sent, missing);
    const before = this.structure;
    const cost = await runCheapest(this.runner, withoutDefiner(sent.sql)).catch(unwrap);
    const after = await this.#workspace.readStructure();
    const orphan = orphanedTrigger(before, after);
    if (orphan !== null) throw this.#refuse(sent, orphan);
    this.structure = after;
    await this.#created.follow(classified, before, after);
    const tables = changedTables(classified, before, after);
    this.#write(sent, { kind: 'ddl', classified, before, after, tables, ...cost });
    return [[], []];
  }

  async #rows(sent: Sent, classified: StatementClass): Promise<Answer> {
    const touches = await this.#created.touchesOthers(this.runner, sent.sql);
    const answer = await this.#query(sent).catch((error: unknown) => this.#withoutParents(sent, error));
    if (touches) this.#touch(sent);
    if (classified.kind === 'write') this.#write(sent, { kind: 'rows', classified, ...this.#unchanged() });
    return answer;
  }

  async #session(sent: Sent, classified: StatementClass): Promise<Answer> {
    const reads = /\bselect\b/i.test(sent.sql);
    if (reads && (await this.#created.touchesOthers(this.runner, sent.sql))) this.#touch(sent);
    const answer = await this.#query(sent);
    this.#write(sent, { kind: 'session', classified, ...this.#unchanged() });
    return answer;
  }

  /** Transactions are the run's business, so they are not written down; but what was rolled back must not be run. */
  async #transaction(sent: Sent): Promise<Answer> {
    const rows = this.statements.some(({ kind }) => kind === 'rows');
    if (rows && /^\s*rollback\b/i.test(sent.sql)) throw this.#refuse(sent, rollsBack);
    return this.#query(sent);
  }

  #touch(sent: Sent): void {
    this.touched ??= sent;
    const ddl = this.statements.find(({ kind }) => kind === 'ddl');
    if (ddl !== undefined) throw this.#refuse(sent, mixed(sent.where, ddl.where));
  }

  /** A row whose parent is a row of the live database: here the parent is missing, there it need not be. */
  async #withoutParents(sent: Sent, error: unknown): Promise<Answer> {
    if (!isErrno(serverError('', error), errno.noReferencedRow)) throw error;
    await this.runner.send('SET SESSION foreign_key_checks = 0');
    try {
      return await this.#query(sent);
    } finally {
      await this.runner.send('SET SESSION foreign_key_checks = 1');
    }
  }

  #query({ sql, options }: Sent): Promise<Answer> {
    return this.runner.driver.query({ ...options, sql });
  }

  #unchanged() {
    const structure = this.structure;
    return { before: structure, after: structure, tables: [], algorithm: null, online: true };
  }

  #write({ sql, line, where }: Sent, what: Omit<RecordedStatement, 'sql' | 'line' | 'where' | 'file'>): void {
    this.statements.push({ sql, line, where, file: this.#file, ...what });
  }

  #refuse({ where }: Sent, { id, message, hint }: Refusal): RefusedError {
    const finding = { id, where, message, hint };
    this.findings.push(finding);
    return new RefusedError(`${where}: ${message}`, { hint, findings: [finding] });
  }
}

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

/** Throws what the driver threw, so that a script sees the error it knows. */
function unwrap(error: unknown): never {
  throw error instanceof Error && error.cause !== undefined ? error.cause : error;
}

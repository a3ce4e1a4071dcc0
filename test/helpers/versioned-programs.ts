/** Programs of every kind that a leg brings, in versions: what a server says tells which one it has. */
import type { ExecutionContext } from 'ava';
import type { Side } from '../../src/pair/side.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { type ProgramPair, type ProgramPairOptions, programPair } from './program-pair.js';
import { sessionOn } from './servers.js';

const version = (n: number): string => `DELIMITER $$
CREATE FUNCTION total() RETURNS INT DETERMINISTIC NO SQL RETURN ${n} $$
CREATE PROCEDURE hello() SELECT ${n} AS said $$
CREATE VIEW one AS SELECT ${n} AS two $$
CREATE TRIGGER first_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE PROCEDURE only_${n}() SELECT ${n} $$
`;

/** The first is deployed, with a grant; the second is in the files. */
export async function deployedPair(
  t: ExecutionContext,
  image: ServerImage,
  options: ProgramPairOptions = {},
): Promise<ProgramPair> {
  const pair = await programPair(t, image, options);
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  await pair.a.send("CREATE USER clerk@'%'");
  await pair.write(version(1));
  const made = await pair.dbshift('procs', 'deploy');
  t.is(made.code, 0, made.stdout + made.stderr);
  await pair.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  await pair.write(version(2));
  return pair;
}

/** The version of `hello`. A flip ends the sessions of the side that was active. */
export async function said(t: ExecutionContext, { sandbox }: ProgramPair, side: Side): Promise<unknown> {
  const session = await sessionOn(t, sandbox, side);
  return (await session.rows('CALL app.hello()')).flat()[0]?.said;
}

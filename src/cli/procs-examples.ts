/** The examples of `dbshift procs …`, see `examples.ts`. */

export const procsExamples: Readonly<Record<string, string>> = {
  'dbshift procs': `
The first time:
  dbshift procs pull             files of what the servers have already
  dbshift procs diff             what a deploy of the files would change
  dbshift procs lint             what fails or surprises when a program runs
  dbshift procs deploy --dry-run
                                 the statements, and nothing is done
  dbshift procs deploy           both servers get what the files have`,

  'dbshift procs split': `
Examples:
  dbshift procs split procedures/register_lb.sql
                                 where each statement begins, and what ends it
  dbshift procs split procedures/register_lb.sql --json
                                 an array of {text, line, column, delimiter}

Reads the file as the mysql client would, and programs without DELIMITER whole. Asks no server.
Exit codes: 0, 78 the file cannot be read, or has something that cannot be meant.`,

  'dbshift procs lint': `
Examples:
  dbshift procs lint             every program, with file, line and column of what is found
  dbshift procs lint register_lb
                                 only programs of this name
  dbshift procs lint --json      for a program

Exit codes: 0 no error, 3 an error that the configuration does not accept.`,

  'dbshift procs test': `
Examples:
  dbshift procs test             every file of procedures/test, each test in a schema of its own
  dbshift procs test procedures/test/expire_lb.sql
                                 only this one
  dbshift procs test --jobs 8 --timeout 10s
                                 eight tests at a time, none for longer than that
  dbshift procs test --json      one object at the end, for a program

Needs no pair: the server of workspace.url, or one that is installed here. Prints TAP, for prove and for pipelines.
Exit codes: 0 all passed, 2 one failed, 3 a program is refused by the server, 78 a file cannot be read, or no test is there.`,

  'dbshift procs diff': `
Examples:
  dbshift procs diff             what a deploy would change on each server, drift made by hand included
  dbshift procs diff register_lb
                                 only this program
  dbshift procs diff --prune     also what no file has
  dbshift procs diff --json      one object, for a program

Writes nothing on the pair.
Exit codes: 0 nothing differs, 1 something does, 3 a program is refused, or its text may not be seen.`,

  'dbshift procs pull': `
Examples:
  dbshift procs pull             a file for each program of the active
  dbshift procs pull function:total --from b
                                 only this one, from b
  dbshift procs pull --force     over files that say something else

Exit code 3: a file says something else, or a program cannot be told by one; nothing was written.`,

  'dbshift procs deploy': `
Examples:
  dbshift procs deploy           what differs, on both servers, all or nothing
  dbshift procs deploy register_lb
                                 only that one
  dbshift procs deploy --dry-run
                                 the statements, and nothing is done
  dbshift procs deploy --prune   drop what no file has as well
  dbshift procs deploy --via-flip --yes
                                 in legs, with one flip: no call meets a missing or a mixed program
  dbshift procs deploy --via-flip --dry-run
                                 the plan of that

Exit codes: 0 done, or nothing to do, 1 --dry-run found something, 2 a server refused it and all is as before,
3 a person must decide.`,

  'dbshift procs history': `
Examples:
  dbshift procs history          the newest 20 versions: of which program, when, by whom
  dbshift procs history register_lb
  dbshift procs history function:total --json
                                 with the text of each`,

  'dbshift procs rollback': `
Examples:
  dbshift procs rollback register_lb
                                 to the version before
  dbshift procs rollback register_lb --to 3
                                 as procs history numbers them`,
};

/** Why a command did not succeed, with its last words, without the secrets that we can recognise. */
import type { CommandEnd, CommandResult } from './run-command.js';

const tailLines = 5;
const tailLength = 500;

/** `ended with code 1: …`. What it said on stderr goes before what it said on stdout. */
export function describeFailure({ end, stderr, stdout }: CommandResult, env: NodeJS.ProcessEnv): string {
  const text = withoutSecrets(stderr.trim() || stdout.trim(), env);
  const tail = text.split('\n').slice(-tailLines).join('\n').slice(-tailLength);
  return `${describeEnd(end)}${tail === '' ? '' : `: ${tail}`}`;
}

function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return end.code === null ? 'was ended by a signal' : `ended with code ${end.code}`;
    case 'timed-out':
      return 'did not end within timeoutMs and was killed';
    case 'not-started':
      return `could not be started (${end.reason})`;
    default: {
      const never: never = end;
      return never;
    }
  }
}

const secretName = /pass|pwd|secret|token|key|credential|auth/iu;

/** Shorter values would blank out half of every text. */
const shortestSecret = 6;

/** Blanks the values of environment variables whose names speak of secrets, and passwords in URLs. */
function withoutSecrets(text: string, env: NodeJS.ProcessEnv): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    secretName.test(name) && value.length >= shortestSecret ? [value] : [],
  );
  const blanked = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  return blanked.replaceAll(/(:\/\/[^\s/:@]*:)[^\s/@]+@/gu, '$1***@');
}

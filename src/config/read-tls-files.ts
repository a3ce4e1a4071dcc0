/**
 * Reads the files that TLS needs, and refuses what could not work: each is named with its key, which neither the driver
 * nor OpenSSL knows.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.js';
import type { FileRef, TlsConfig } from './config.js';

/** PEM texts; `serverName` as it was. */
export type TlsTexts = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
};

/** Throws ConfigError with key, file and reason. */
export async function readTlsFiles({ ca, cert, key, serverName }: TlsConfig): Promise<TlsTexts> {
  return {
    ...(ca === undefined ? {} : { ca: (await readCertificate(ca)).text }),
    ...(cert === undefined ? {} : await readPair(cert, key)),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

/** The server's public key in PEM. Throws ConfigError with key, file and reason. */
export async function readPublicKey(ref: FileRef): Promise<string> {
  const text = await readPem(ref);
  parse(ref, 'no public key in PEM', () => createPublicKey(text));
  return text;
}

async function readPair(
  certRef: FileRef,
  keyRef: FileRef | undefined,
): Promise<{ readonly cert: string; readonly key: string }> {
  if (keyRef === undefined)
    throw new ConfigError(`${certRef.key}: ${certRef.path} needs its private key as well`);
  const { text: cert, certificate } = await readCertificate(certRef);
  const key = await readPem(keyRef);
  const privateKey = parse(keyRef, 'no private key in PEM that can be read without a passphrase', () =>
    createPrivateKey(key),
  );
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new ConfigError(
      `${certRef.key}: the certificate in ${certRef.path} expired on ${certificate.validTo}`,
      {
        hint: 'renew it',
      },
    );
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new ConfigError(
      `${keyRef.key}: ${keyRef.path} is not the key of the certificate in ${certRef.path}`,
      {
        hint: 'name the key that the certificate was made for',
      },
    );
  }
  return { cert, key };
}

async function readCertificate(ref: FileRef) {
  const text = await readPem(ref);
  return { text, certificate: parse(ref, 'no certificate in PEM', () => new X509Certificate(text)) };
}

async function readPem({ path, key }: FileRef): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${key}: ${path} cannot be read (${error.code})`, { cause: error });
  });
}

function parse<T>({ path, key }: FileRef, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${key}: ${path} holds ${what}`, { cause: error });
  }
}

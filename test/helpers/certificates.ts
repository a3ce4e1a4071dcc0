/**
 * Certificates for tests: a CA, and what it signs for servers and clients, made in milliseconds by Node alone. So they
 * never age, and no program has to be installed. Node verifies certificates and makes none; the format is RFC 5280.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, integer, octets, oid, sequence, set, tagged, time, utf8, yes } from './der.js';

/** PEM texts. */
export type Certificate = { readonly cert: string; readonly key: string };

export type CertificateAuthority = {
  /** PEM. */
  readonly ca: string;
  issue(options: CertificateOptions): Certificate;
};

export type CertificateOptions = {
  readonly commonName: string;
  /** Host names and IPv4 addresses that the certificate is for. */
  readonly names?: readonly string[];
  /** Days from now on; what is over is expired. Default from yesterday to next month. */
  readonly validDays?: readonly [from: number, to: number];
};

export function makeAuthority(commonName: string): CertificateAuthority {
  const issuer = { name: commonName, ...generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) };
  return {
    ca: makeCertificate({ commonName }, issuer, issuer),
    issue: options => {
      const subject = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const key = subject.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
      return { cert: makeCertificate(options, subject, issuer), key };
    },
  };
}

type Issuer = { readonly name: string; readonly publicKey: KeyObject; readonly privateKey: KeyObject };

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

function makeCertificate(
  options: CertificateOptions,
  { publicKey }: { readonly publicKey: KeyObject },
  issuer: Issuer,
): string {
  const { commonName, validDays: [from, to] = [-1, 30] } = options;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    // The first bit would be a sign.
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(time(inDays(from)), time(inDays(to))),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(options, publicKey === issuer.publicKey))),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  const lines =
    sequence(body, ecdsaWithSha256, bits(signature))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
}

function extensions({ names = [] }: CertificateOptions, isAuthority: boolean): readonly Buffer[] {
  const constraints = sequence(...(isAuthority ? [yes] : []));
  return [
    sequence(oid('2.5.29.19'), yes, octets(constraints)),
    ...(names.length === 0 ? [] : [sequence(oid('2.5.29.17'), octets(sequence(...names.map(alternative))))]),
  ];
}

function alternative(name: string): Buffer {
  return isIPv4(name)
    ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
    : tagged(0x82, Buffer.from(name));
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

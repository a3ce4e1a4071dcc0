/** Where a server is, who we are there, and how we make sure that it is the one. Data alone. */

/** `password` is resolved as late as possible and never printed. */
export type Endpoint = {
  /** Name for messages: `server a (127.0.0.1:3306)`. */
  readonly label: string;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
  /** TLS is spoken, and the certificate of the server is checked, its name included. Absent: TLS is not spoken. */
  readonly tls?: TlsSettings;
  /**
   * The server's public RSA key in PEM, known beforehand: to it alone a password may be sent where there is neither TLS
   * nor a socket (`caching_sha2_password`).
   */
  readonly serverPublicKey?: string;
  /** Time to wait for the server to accept a connection and the account; default 10 s. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a statement may go without its answer before the session is given up: its outcome is unknown then. Absent:
   * as long as it takes.
   */
  readonly answerWithinMs?: number;
};

/** PEM texts, not paths. */
export type TlsSettings = {
  /** Who may have signed the server's certificate; the CAs that Node trusts where it is absent. */
  readonly ca?: string;
  /** Our own certificate and its private key, for accounts that demand one. */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the certificate must be for; the host of the endpoint where it is absent. */
  readonly serverName?: string;
};

/** Where the world gets what must not be guessable or repeated. A parameter, so that tests can make it predictable. */
export interface Entropy {
  /** A lower-case version 4 UUID. */
  uuid(): string;
  /** `bytes` random bytes as base64 with padding; `+` and `/` do occur. */
  opaque(bytes: number): string;
}

/** What every secret prints as, everywhere. */
export const SECRET_MARK = '[secret]';

/**
 * A value that must never be printed: client tokens, nonces, credentials, secret configuration.
 * String conversion, JSON and Node's inspection all give the mark; only `reveal` gives the value, so that
 * each place that needs it can be found by that word.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SECRET_MARK;
  }

  toJSON(): string {
    return SECRET_MARK;
  }

  /** Node's `util.inspect` and `console` honour this symbol without an import of `node:util`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SECRET_MARK;
  }
}

/** Input of the control interface that cannot be used; the message names the field and what was expected. */
export class ControlInputError extends Error {
  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}`);
    this.name = 'ControlInputError';
  }
}

/** A JSON object whose fields are read one by one. Every reader throws ControlInputError for a bad value. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path = '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ControlInputError(path === '' ? 'body' : path, 'a JSON object');
    }
    this.#values = value as Record<string, unknown>;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** There, and null: for the few fields where that says something. */
  isNull(name: string): boolean {
    return this.#values[name] === null;
  }

  /** Text that is not empty. */
  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a text that is not empty');
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = choices.find((choice) => choice === this.#values[name]);
    if (value === undefined) throw this.#wrong(name, `one of ${choices.join(', ')}`);
    return value;
  }

  /** A finite number within inclusive bounds. */
  number(name: string, { min, max = Infinity }: { min: number; max?: number }): number {
    const value = this.#values[name];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
      throw this.#wrong(
        name,
        max === Infinity ? `a number of at least ${min}` : `a number from ${min} to ${max}`,
      );
    }
    return value;
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  /** A list of texts; a field that is missing is an empty list. An object in it counts by its `name`. */
  names(name: string): string[] {
    if (!this.has(name)) return [];
    const list = this.#values[name];
    if (!Array.isArray(list)) throw this.#wrong(name, 'a list of names');
    return list.map((entry: unknown, at) => {
      if (typeof entry === 'string' && entry !== '') return entry;
      return new Fields(entry, `${this.#at(name)}[${at}]`).text('name');
    });
  }

  /** An object of texts; a field that is missing is an empty object. */
  texts(name: string): Record<string, string> {
    if (!this.has(name)) return {};
    const inner = this.object(name);
    return Object.fromEntries(Object.keys(inner.#values).map((key) => [key, inner.text(key)]));
  }

  object(name: string): Fields {
    return new Fields(this.#values[name], this.#at(name));
  }

  /** Text, or the `name` of an object: CodePipeline writes a stage as `{name}`. */
  nameOf(name: string): string {
    return typeof this.#values[name] === 'string' ? this.text(name) : this.object(name).text('name');
  }

  /** A field that is missing gives the fallback; one that is there must be right. */
  optional<T, F>(name: string, read: (fields: this) => T, fallback: F): T | F {
    return this.has(name) ? read(this) : fallback;
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #wrong(name: string, expected: string): ControlInputError {
    return new ControlInputError(this.#at(name), expected);
  }
}

/**
 * A set-up step that cannot go on. `tried` says what was done and what came back; `todo` is what the reader
 * has to do, with the exact command where there is one.
 */
export class SetupError extends Error {
  constructor(tried, todo) {
    super(tried);
    this.name = 'SetupError';
    this.todo = todo;
  }
}

/**
 * Prints one line for each step: `name … outcome (seconds)`. The work returns the outcome in words. On a
 * stream that is no terminal the name and the outcome still share one line, so a log stays readable.
 */
export function createProgress(stream) {
  const startedAt = Date.now();
  return {
    async step(name, work) {
      const from = Date.now();
      stream.write(`set-up: ${name} … `);
      try {
        const outcome = await work((note) => stream.write(`${note} … `));
        stream.write(`${outcome} (${seconds(from)})\n`);
      } catch (error) {
        stream.write(`failed (${seconds(from)})\n`);
        throw error;
      }
    },
    done() {
      stream.write(`set-up: complete in ${seconds(startedAt)}\n`);
    },
  };
}

/** The text for a failed set-up: what was tried, then what to do. Other errors keep their stack. */
export function explain(error) {
  if (!(error instanceof SetupError)) return `${error?.stack ?? error}\n`;
  return `\nThe set-up stopped.\n  Tried: ${error.message}\n  To do: ${error.todo}\n`;
}

function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}

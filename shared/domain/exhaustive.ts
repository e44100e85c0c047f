/** Ends every switch over a union: a member that nobody handles is a type error, and at run time an exception. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${String(value)}`);
}

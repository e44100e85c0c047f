const SECRET_NAME = /token|secret|password|passwd|api[-_]?key|credential|private/i;

/**
 * Whether a configuration key or a field name says that its value is secret. Errs on the side of secrecy: a value that
 * is hidden by mistake can be declared, one that is shown cannot be taken back.
 */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

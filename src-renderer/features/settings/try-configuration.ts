/** `Name=value`, a line each, as typed for a try-out; the first line that is none of it is named. */
export function configurationOf(
  text: string,
): { ok: true; configuration: Record<string, string> } | { ok: false; sentence: string } {
  const configuration: Record<string, string> = {};
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const sign = line.indexOf('=');
    const name = line.slice(0, Math.max(0, sign)).trim();
    if (name === '' || name.length > 50)
      return { ok: false, sentence: `Line ${at + 1}: expected Name=value, the name of 1 to 50 characters.` };
    configuration[name] = line.slice(sign + 1).trim();
  }
  return { ok: true, configuration };
}

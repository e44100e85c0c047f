/** One record of a CSV file. */
export interface CsvRow {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote that was opened and not closed before the file's end. */
  readonly broken: boolean;
}

const SEPARATORS = [',', ';', '\t'] as const;

/** What stands most often between the cells of the first line, quoted text left out; a comma where nothing does. */
function separatorOf(text: string): string {
  const first = (/^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * The records of a CSV text, one by one, as spreadsheets write it: comma, semicolon or tab, quotes with doubled quotes and line ends
 * inside, any line end. Empty lines are left out; cells are trimmed outside of quotes. Source: RFC 4180.
 */
export function* parseCsv(text: string): Generator<CsvRow> {
  const separator = separatorOf(text);
  let [at, line] = [0, 1];
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    let broken = false;
    for (let ended = false; !ended;) {
      while (text[at] === ' ') at += 1;
      let cell = '';
      if (text[at] === '"') {
        at += 1;
        for (;;) {
          const quote = text.indexOf('"', at);
          const end = quote < 0 ? text.length : quote;
          const part = text.slice(at, end);
          line += part.split('\n').length - 1;
          cell += part;
          at = end + 1;
          if (quote < 0) broken = true;
          if (quote < 0 || text[at] !== '"') break;
          cell += '"';
          at += 1;
        }
      }
      const from = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
      cell += text.slice(from, at).trimEnd();
      cells.push(cell);
      if (text[at] === separator) at += 1;
      else ended = true;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (cells.length > 1 || cells[0] !== '') yield { line: begun, cells, broken };
  }
}

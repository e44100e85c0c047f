import type { Command, Help } from 'commander';

/** What a page says beside what commander knows of a command. */
export interface ManSections {
  /** Paragraphs under DESCRIPTION, after the one-line description. */
  readonly description?: readonly string[];
  /** Fields of what `--json` prints, each with its meaning. */
  readonly json?: readonly (readonly [string, string])[];
  /** A section of its own: its title and lines as they are to stand. */
  readonly more?: { readonly title: string; readonly lines: () => readonly string[] };
  readonly examples?: readonly string[];
}

const EXIT_STATUS = [
  ['0', 'done'],
  ['1', 'wrong use or configuration, or an act that cannot work now'],
  ['2', 'failed, no effect, or overtaken: look and try again'],
  ['3', 'the data folder is in use by another agent that takes no commands'],
  ['4', 'refused by AWS'],
] as const;

const WIDTH = 100;
const INDENT = 4;

const pages = new WeakMap<Command, ManSections>();

/** Gives a command its page. */
export function manPage(command: Command, sections: ManSections): Command {
  pages.set(command, sections);
  return command;
}

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}

function terms(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.flatMap(([term, meaning]) => [' '.repeat(INDENT) + term, ...wrapped(meaning, INDENT * 2)]);
}

function nameOf(command: Command): string {
  const parts: string[] = [];
  for (let at: Command | null = command; at; at = at.parent) parts.unshift(at.name());
  return parts.join(' ');
}

/**
 * A command's help in the sections of a manual page: NAME, SYNOPSIS, DESCRIPTION, COMMANDS, ARGUMENTS, OPTIONS, JSON,
 * EXIT STATUS, EXAMPLES; those without content are left out.
 */
export function formatManPage(command: Command, helper: Help): string {
  const page = pages.get(command) ?? {};
  const name = nameOf(command);
  const description = helper.commandDescription(command);
  const paragraphs = page.description ?? [];
  const sections: [string, readonly string[]][] = [
    ['NAME', wrapped(`${name} - ${description}`, INDENT)],
    ['SYNOPSIS', [' '.repeat(INDENT) + helper.commandUsage(command)]],
    ['DESCRIPTION', paragraphs.flatMap((text, at) => [...(at > 0 ? [''] : []), ...wrapped(text, INDENT)])],
    [
      'COMMANDS',
      terms(
        helper
          .visibleCommands(command)
          .map((each) => [helper.subcommandTerm(each), helper.subcommandDescription(each)]),
      ),
    ],
    [
      'ARGUMENTS',
      terms(
        helper
          .visibleArguments(command)
          .map((each) => [helper.argumentTerm(each), helper.argumentDescription(each)]),
      ),
    ],
    [
      'OPTIONS',
      terms(
        helper
          .visibleOptions(command)
          .map((each) => [helper.optionTerm(each), helper.optionDescription(each)]),
      ),
    ],
    ['JSON', terms(page.json ?? [])],
    ...(page.more
      ? [[page.more.title, page.more.lines().map((line) => ' '.repeat(INDENT) + line)] as [string, string[]]]
      : []),
    ['EXIT STATUS', EXIT_STATUS.map(([code, meaning]) => `${' '.repeat(INDENT)}${code}  ${meaning}`)],
    ['EXAMPLES', (page.examples ?? []).map((line) => ' '.repeat(INDENT) + line)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.join('\n')}\n`)
    .join('\n');
}

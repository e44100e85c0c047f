import { homedir } from 'node:os';
import type { Runtime } from '#main/compose/runtime.ts';
import { scrubbed } from '#main/platform/scrub-text.ts';
import type { EnvironmentView } from '#shared/domain/environment.ts';
import { runQuerySchema } from '#shared/domain/run.ts';

/** What diagnostics are made of; `runtime` is null where none could be started. */
export interface DiagnosticFacts {
  readonly at: number;
  readonly versions: readonly { name: string; version: string }[];
  readonly system: string;
  readonly environments: readonly EnvironmentView[];
  readonly startProblem: string | null;
  readonly runtime: Pick<Runtime, 'tokenKeeping' | 'cells' | 'notices' | 'listRuns'> | null;
}

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ') || 'none';
}

function environmentLine({ name, active, builtIn, definition }: EnvironmentView): string {
  const facts = definition
    ? [
        `credentials ${definition.credentials.kind}`,
        definition.protection,
        `regions ${definition.regions.join(' ')}`,
        `poll ${definition.pollSeconds} s`,
        `${definition.actionTypes.length} action types (${counted(definition.actionTypes.map(({ processor }) => processor.kind))})`,
        ...(definition.endpoints.codepipeline ? ['own CodePipeline endpoint'] : []),
        ...(definition.endpoints.s3 ? ['own S3 endpoint'] : []),
      ]
    : [builtIn ? 'built in' : 'not readable'];
  return `  ${active ? '*' : '-'} ${name}: ${facts.join(', ')}`;
}

/** A sentence of the program may name a file of this person's, a profile or an address. */
function withoutOwn(sentence: string, environments: readonly EnvironmentView[]): string {
  const profiles = environments.flatMap(({ definition }) =>
    definition?.credentials.kind === 'profile' ? [definition.credentials.profile] : [],
  );
  const hidden = scrubbed(sentence.replaceAll(homedir(), '~'))
    .replace(/\bhttps?:\/\/[^\s"'<>]+/gi, '[address]')
    .replace(/\b\d{12}\b/g, '[account]');
  return profiles.reduce((words, profile) => words.replaceAll(profile, '[profile]'), hidden);
}

/**
 * A text for people who help: versions, system, environments, the agent's state in numbers. No tokens, customer names, profile
 * names, account ids or addresses.
 */
export async function diagnosticsText(facts: DiagnosticFacts): Promise<string> {
  const { runtime } = facts;
  const runs = await runtime?.listRuns(runQuerySchema.parse({ pageSize: 1 })).catch(() => null);
  const states = Object.entries(runs?.countsByState ?? {}).map(([state, count]) => `${count} ${state}`);
  const cells = runtime?.cells() ?? [];
  const errors = cells.filter(({ lastError }) => lastError !== null);
  return [
    `Action Desk diagnostics, ${new Date(facts.at).toISOString()}`,
    ...facts.versions.map(({ name, version }) => `${name} ${version}`),
    facts.system,
    '',
    'Environments (* at work):',
    ...facts.environments.map(environmentLine),
    `Start problem: ${facts.startProblem === null ? 'none' : withoutOwn(facts.startProblem, facts.environments)}`,
    `Tokens outlive the session: ${runtime ? (runtime.tokenKeeping.kept ? 'yes' : 'no') : 'unknown'}`,
    `Cells: ${counted(cells.map(({ mode }) => mode))}`,
    `Cells with an error: ${errors.length}`,
    `Runs: ${states.join(', ') || 'none'}`,
    `Notices: ${counted((runtime?.notices() ?? []).map(({ kind, severity }) => `${kind} (${severity})`))}`,
    '',
  ].join('\n');
}

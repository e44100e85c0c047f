import { Command, CommanderError } from 'commander';
import { toActionDeskError } from '#shared/domain/errors.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { addAgentCommand } from './agent-command.ts';
import { addArtifactsCommand } from './artifacts-command.ts';
import { addClientsCommand } from './clients-command.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT_CODES, exitCodeOf } from '../platform/exit-code.ts';
import { addHoldsCommand } from './holds-command.ts';
import { formatManPage, manPage } from './man-page.ts';
import { addRunsCommand } from './runs-command.ts';
import { addSimulatorCommand } from './simulator-command.ts';
import { printable } from './table.ts';

function createProgram(context: CommandContext): Command {
  const program = new Command('action-desk')
    .description('Job agent, client tokens and simulator for vendors of AWS CodePipeline actions.')
    .version(packageJson.version)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureHelp({ formatHelp: formatManPage });
  manPage(program, {
    description: [
      'While an agent or the window works in a data folder, commands on that folder go to it through a local socket that only its user can reach.',
    ],
    examples: [
      'action-desk simulator --port 4567',
      'action-desk agent --config agent.json --data /var/lib/action-desk',
      'action-desk clients add --client-id UUID --label "Fabrikam" < token.txt',
      'action-desk runs list --state needs-token --json',
    ],
  });
  addSimulatorCommand(program, context);
  addAgentCommand(program, context);
  addRunsCommand(program, context);
  addClientsCommand(program, context);
  addHoldsCommand(program, context);
  addArtifactsCommand(program, context);
  return program;
}

/**
 * Runs one command line (without node and script). Answers the exit code; never throws. Wrong use is one line on standard
 * error, without a stack.
 */
export async function runCommand(
  args: readonly string[],
  streams: Omit<CommandContext, 'setExitCode'>,
): Promise<number> {
  let exitCode: number = EXIT_CODES.done;
  const program = createProgram({ ...streams, setExitCode: (code) => (exitCode = code) });
  const output = {
    writeOut: (text: string) => streams.out(text),
    writeErr: (text: string) => streams.err(text),
  };
  const withOutput = (command: Command): void => {
    command.configureOutput(output).exitOverride().showSuggestionAfterError(false);
    command.commands.forEach(withOutput);
  };
  withOutput(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError)
      return thrown.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.wrongUse;
    const error = toActionDeskError(thrown);
    streams.err(`error: ${printable(error.message)}\n`);
    // What cannot work yet is worth another try; what cannot work at all is not.
    return error.code === 'not-allowed-now' && error.retryable ? EXIT_CODES.failed : exitCodeOf(error.code);
  }
}

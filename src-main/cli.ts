import { runCommand } from './commands/action-desk-command.ts';

// A reader that has seen enough (`| head`) closes the pipe: not an error of the command. A command that listens itself goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (process.stdout.listenerCount('error') > 1) return;
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  bytes: {
    isTerminal: process.stdout.isTTY,
    write: (chunk) =>
      new Promise((resolve, reject) =>
        process.stdout.write(chunk, (error) => (error ? reject(error) : resolve())),
      ),
  },
  input: process.stdin,
  now: Date.now,
});

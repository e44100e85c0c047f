/* Loaded into the command's process: ends it at once, without a drain, when the process that started it is gone. */
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

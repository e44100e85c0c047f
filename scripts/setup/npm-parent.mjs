const lookEveryMs = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Ends this process by SIGTERM, as if it had been asked itself, once the npm or npx that started it is gone. npm hands
 * a signal to the shell between itself and us; Debian's shell dies of it without passing it on, and an agent or a
 * console would go on with nobody to stop it. Does nothing in a process that npm did not start, or that was asked to
 * end already: for many programs a second signal means "at once".
 */
export function endWithNpm() {
  if (!process.env.npm_command) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  watch.unref();
  onAnySignal(() => clearInterval(watch));
}

/** Listens only where and as long as others do: a listener of ours alone would take the signal its usual effect. */
function onAnySignal(note) {
  process.on('newListener', (name, listener) => {
    if (signals.includes(name) && listener !== note && !process.listeners(name).includes(note)) {
      process.on(name, note);
    }
  });
  process.on('removeListener', (name, listener) => {
    const rest = signals.includes(name) && listener !== note ? process.listeners(name) : [];
    if (rest.length === 1 && rest[0] === note) process.off(name, note);
  });
}

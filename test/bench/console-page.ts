/* Expressions for the page of the console: what a person waits for, measured where it is painted. All times in milliseconds. */

const TWO_FRAMES = 'await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));';

/** How long it took until `ready` held and was painted, and until as many rows as there were to show were. */
export interface Painted {
  first: number;
  whole: number;
}

/**
 * Goes to a hash and answers when `ready` held and was painted, and when `rowCount` rows that were not there before were; -1
 * after ten seconds. A page may draw the rows of the first screen before the others.
 */
export function timeTo(hash: string, ready: string, rowCount = 0): string {
  return `(async () => {
    const rows = () => [...document.querySelectorAll('[data-testid^="run-row-"]')].map((row) => row.dataset.testid);
    const isStale = () => document.querySelector('[data-testid="runs-table"].ad-stale') !== null;
    const before = rows().join();
    const old = new Set(rows());
    const fresh = () => rows().filter((row) => !old.has(row)).length;
    const from = performance.now();
    location.hash = ${JSON.stringify(hash)};
    while (!(${ready})) {
      if (performance.now() - from > 10_000) return { first: -1, whole: -1 };
      await new Promise((next) => requestAnimationFrame(next));
    }
    ${TWO_FRAMES}
    const first = performance.now() - from;
    if (fresh() >= ${rowCount}) return { first, whole: first };
    while (fresh() < ${rowCount}) {
      if (performance.now() - from > 10_000) return { first, whole: -1 };
      await new Promise((next) => requestAnimationFrame(next));
    }
    ${TWO_FRAMES}
    return { first, whole: performance.now() - from };
  })()`;
}

/** The longest gap between two frames, and the tasks over 50 ms, while `seconds` pass. */
export function longestFrame(seconds: number): string {
  return `new Promise((done) => {
    const tasks = [];
    const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)));
    watch.observe({ entryTypes: ['longtask'] });
    const gaps = [];
    const end = performance.now() + ${seconds * 1000};
    let last = performance.now();
    const frame = (at) => {
      gaps.push(at - last);
      last = at;
      if (at < end) return requestAnimationFrame(frame);
      watch.disconnect();
      gaps.sort((a, b) => a - b);
      done({ longest: gaps.at(-1), p99: gaps[Math.floor(gaps.length * 0.99)], longTasks: tasks.length, longestTask: Math.max(0, ...tasks) });
    };
    requestAnimationFrame((at) => { last = at; requestAnimationFrame(frame); });
  })`;
}

/** The peer: a plain table of fifty rows and seven columns, from nothing to paint. */
export const PLAIN_TABLE = `(async () => {
  const from = performance.now();
  const row = (at) => '<tr>' + '<td>checkout-service / Verify / Load ' + at + '</td>'.repeat(1) + '<td>us-east-1</td>'.repeat(6) + '</tr>';
  document.body.innerHTML = '<table>' + Array.from({ length: 50 }, (_one, at) => row(at)).join('') + '</table>';
  ${TWO_FRAMES}
  return performance.now() - from;
})()`;

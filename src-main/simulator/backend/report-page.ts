import type { BackendRun, BackendStatus } from './runs.ts';

/** The page behind the execution link: a plain HTML document with everything escaped, no script, no style. */
export function reportPage(run: BackendRun, status: BackendStatus): string {
  const facts: [string, string][] = [
    ['Test plan', run.testPlan],
    ['Virtual users', String(run.virtualUsers)],
    ['State', status.status],
    ['Progress', `${status.percentComplete}%`],
    ['Last message', status.summary],
  ];
  const rows = facts.map(
    ([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const title = `Load test ${escapeHtml(run.externalExecutionId)}`;
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>`,
    `<body><h1>${title}</h1><table>${rows.join('')}</table></body></html>`,
  ].join('\n');
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

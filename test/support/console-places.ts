import type { Page } from '@playwright/test';
import { RUN_LANES } from '#shared/domain/run-lanes.ts';

/** One state of the window that people see: a page or an open dialog. */
export interface ConsolePlace {
  readonly name: string;
  /** Brings the page there from anywhere, with no dialog open, and waits until it is settled. */
  open(page: Page): Promise<void>;
}

/** Goes to an address and waits until something is on the page. */
export async function goTo(page: Page, hash: string, ready: string): Promise<void> {
  for (let tries = 0; tries < 3 && (await page.locator('[role="dialog"]').count()) > 0; tries += 1)
    await page.keyboard.press('Escape');
  // What lies under a resting pointer shows its tooltip.
  await page.mouse.move(0, 0);
  // By way of another page, so that nothing is chosen or open beside any more.
  await page.evaluate(`location.hash = '#/no-such-link'; null`);
  await page.getByTestId('no-such-link').waitFor();
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}; null`);
  await page.locator(ready).first().waitFor();
  await page.evaluate(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
  );
}

const at = (name: string, hash: string, ready: string): ConsolePlace => ({
  name,
  open: (page) => goTo(page, hash, ready),
});

const dialog = '[role="dialog"]';
const ROW = '[data-testid^="run-row-"]';
/** A pipeline of practice in which an approval waits. */
const WEB = '/pipelines/us-east-1/storefront-web';

const EXPLAINED = '[data-testid="explain"]';

/** A place, and something pressed there that opens another. */
function then(
  name: string,
  from: ConsolePlace,
  press: (page: Page) => Promise<void>,
  ready: string,
): ConsolePlace {
  return {
    name,
    async open(page) {
      await from.open(page);
      await press(page);
      await page.locator(ready).first().waitFor();
    },
  };
}

const runs = at('runs', '#/runs', ROW);
const clients = at('clients', '#/clients', '[data-testid="client-add"]');
const agent = at('agent', '#/agent', '[data-testid="agent-headline"]');
const environments = at('settings', '#/settings', '[data-testid="env-add"]');
const artifacts = at('artifacts', '#/artifacts', '[data-testid="buckets"] .ad-rows-link');
/** The first key of the first bucket that has one. */
const artifact = then(
  'artifact',
  artifacts,
  async (page) => {
    await page.locator('[data-testid="buckets"] .ad-rows-link').first().click();
    await page.getByTestId('whole-listing').click();
    await page.locator('[data-testid="all-keys"] .ad-name-cell').first().click();
    await page.getByTestId('archive-facts').waitFor();
    // Every name has one: the files alone, without a folder to open first.
    await page.getByTestId('entry-search').locator('input').fill('.');
    await page.locator('[data-testid="entries"] .ad-name-cell').first().click();
  },
  '[data-testid="text"]',
);
const firstRunOf = (name: string, hash: string): ConsolePlace =>
  then(
    name,
    at('runs', hash, ROW),
    (page) => page.locator('[data-row-link]').first().click(),
    '[data-testid="timeline"]',
  );
const waiting = firstRunOf('run-waiting', '#/runs?f=[["state","=","waiting-for-engineer"]]');

/** Runs in trouble, which only a day of `busy-vendor` has. */
export const BUSY_PLACES: readonly ConsolePlace[] = (
  ['needs-token', 'at-risk', 'stuck', 'failing-to-report', 'failed'] as const
).map((lane) => firstRunOf(`run-${lane}`, `#/runs?lane=${lane}`));

/** Every page of the console and its main dialogs, for looking at and for checking. Runs must have arrived. */
export const CONSOLE_PLACES: readonly ConsolePlace[] = [
  runs,
  ...RUN_LANES.filter((lane) => lane !== 'all').map((lane) =>
    at(`runs-${lane}`, `#/runs?lane=${lane}`, '[data-testid="runs-table"]'),
  ),
  at('runs-nothing', '#/runs?q=no-such-run-anywhere', '[data-testid="runs-table"]'),
  {
    name: 'runs-selected',
    async open(page) {
      await runs.open(page);
      // A row that arrives at this moment may take the place of the one that is ticked: the keyboard ticks what has the focus.
      await page.locator('tbody input[type="checkbox"]').first().press('Space');
      await page.getByTestId('selection-bar').waitFor();
    },
  },
  then(
    'run-beside',
    runs,
    (page) => page.locator('[data-row-link]').first().press('Space'),
    '[data-testid="timeline"]',
  ),
  then('run', runs, (page) => page.locator('[data-row-link]').first().click(), '[data-testid="timeline"]'),
  waiting,
  then('act-fail', waiting, (page) => page.getByTestId('act-fail').click(), dialog),
  then('act-acknowledge', waiting, (page) => page.getByTestId('act-acknowledge').click(), dialog),
  at('run-unknown', '#/runs/no-such-id', 'main >> text=cannot be shown'),
  clients,
  then('client-add', clients, (page) => page.getByTestId('client-add').click(), dialog),
  at('client-import', '#/clients?open=import', dialog),
  agent,
  at('agent-list', '#/agent?view=list', '[data-testid="agent-grid"]'),
  at('agent-matrix', '#/agent?view=matrix', '[data-testid="agent-matrix"]'),
  then('agent-budget', agent, (page) => page.getByText('Budget', { exact: true }).click(), 'main table'),
  artifacts,
  at('artifacts-by-pipeline', '#/artifacts?by=pipeline', '[data-testid="pipelines"]'),
  at(
    'artifacts-refused',
    '#/artifacts?bucket=no-such-bucket-anywhere&key=k',
    '[data-testid="artifact-problem"]',
  ),
  artifact,
  then(
    'artifact-compare',
    artifact,
    async (page) => {
      await page.getByTestId('compare-menu').getByRole('button').click();
      await page.getByRole('menuitem', { name: /With another place/ }).click();
    },
    '[data-testid="side-right"] input',
  ),
  then(
    'artifact-save',
    artifact,
    async (page) => {
      await page.getByTestId('save-menu').getByRole('button').click();
      await page.getByRole('menuitem', { name: /Everything/ }).click();
    },
    dialog,
  ),
  at('pipelines', '#/pipelines', '[data-testid="pipeline-rows"] [role="img"]'),
  at('pipeline', `#${WEB}`, '[data-testid="pipeline-graph"]'),
  at('pipeline-explained', `#${WEB}?at=action/Staging/Release/`, '[data-testid="explain"]'),
  at('pipeline-history', `#${WEB}?view=history`, '[data-testid="executions"] .ad-rows-link'),
  at('pipeline-chart', `#${WEB}?view=chart`, '[data-testid="execution-chart"]'),
  then(
    'pipeline-execution',
    at('pipeline-history', `#${WEB}?view=history`, '[data-testid="executions"] .ad-rows-link'),
    (page) => page.locator('[data-testid="executions"] .ad-rows-link').first().click(),
    '[data-testid="execution"]',
  ),
  then(
    'pipeline-stop',
    at('pipeline-stage', `#${WEB}?at=stage/Staging/`, '[data-testid="offer-stop"]'),
    (page) => page.getByTestId('offer-stop').click(),
    '[data-testid="what-if"][data-fresh="true"]',
  ),
  at('pipeline-start', `#${WEB}?act=start`, dialog),
  at('pipeline-parallel', '#/pipelines/us-west-2/partner-portal', '[data-testid="parallel-rows"]'),
  at(
    'pipeline-condition',
    '#/pipelines/us-east-1/campaign-pages?at=condition/Production/BEFORE_ENTRY',
    EXPLAINED,
  ),
  at('pipeline-held', '#/pipelines/us-west-2/search-indexer?at=stage/Production/', EXPLAINED),
  at('pipeline-queue', '#/pipelines/us-west-2/payments-api?at=stage/Release/', EXPLAINED),
  at('audit', '#/audit', 'main table'),
  environments,
  then(
    'settings-new-environment',
    environments,
    (page) => page.getByTestId('env-add').click(),
    '[data-testid="env-editor"]',
  ),
  at('settings-notifications', '#/settings?section=notifications', 'main [role="tabpanel"]:visible'),
  at('settings-appearance', '#/settings?section=appearance', 'main [role="tabpanel"]:visible'),
  at('settings-about', '#/settings?section=about', 'main [role="tabpanel"]:visible'),
  at('first-steps', '#/welcome', '[data-testid="welcome"]'),
  at('no-such-link', '#/no-such-link?link=action-desk%3A%2F%2Ffail%2F1', '[data-testid="no-such-link"]'),
  then('palette', runs, (page) => page.keyboard.press('Control+k'), '[data-testid="palette"]'),
  then('shortcuts', runs, (page) => page.keyboard.press('?'), dialog),
];

/** Sets the theme as the person does. */
export async function chooseTheme(page: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await page.getByTestId('theme').getByRole('button', { name: theme }).click();
  await page.locator(theme === 'Dark' ? 'body.awsui-dark-mode' : 'body:not(.awsui-dark-mode)').waitFor();
}

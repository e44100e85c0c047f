import { expect, it } from 'vitest';
import type { Hold } from '#shared/domain/hold.ts';
import { PROTECTION_KEPT } from '#main/compose/kept-protection.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createKeptValues } from '#main/store/kept-values.ts';
import { openStore } from '#main/store/open-store.ts';
import { aFolder, runCommandHere } from './command-line.ts';

const TYPE = 'Test/Custom/Northwind-Review/1';

async function aLedger(protection?: string) {
  const dir = aFolder();
  const db = await openStore(dir);
  if (protection) createKeptValues(db).keep(PROTECTION_KEPT, protection);
  db.close();
  const holds = (...args: string[]) => runCommandHere(['holds', ...args, '--data', dir]);
  const audited = async () => {
    const opened = await openStore(dir);
    const rows = createAuditLog(opened).list('us-east-1', 9);
    opened.close();
    return rows;
  };
  return { holds, audited };
}

it('holds, lists and releases, each in the audit', async () => {
  const { holds, audited } = await aLedger();
  expect((await holds('list')).out).toBe('Nothing is held.\n');
  const added = await holds('add', '--region', 'us-east-1', '--reason', 'INC-42');
  expect([added.code, added.out]).toEqual([
    0,
    'took effect: nothing new is claimed for every action type in us-east-1 (hold 1).\n',
  ]);
  const { holds: listed } = JSON.parse((await holds('list', '--json')).out) as { holds: Hold[] };
  expect(listed).toMatchObject([{ holdId: 1, region: 'us-east-1', actionType: null, reason: 'INC-42' }]);
  expect((await holds('list')).out).toMatch(/us-east-1 +every action type .*\(command line\).*INC-42/);
  expect(await holds('release', '1')).toMatchObject({ code: 0, out: 'took effect: hold 1 is released.\n' });
  expect(
    (await audited()).map(({ act, who, reason }) => [act, who.endsWith('(command line)'), reason]),
  ).toEqual([
    ['release region', true, null],
    ['hold region', true, 'INC-42'],
  ]);
});

it('says that something is held already, with 2', async () => {
  const { holds } = await aLedger();
  await holds('add', '--action-type', TYPE);
  const again = await holds('add', '--action-type', TYPE);
  expect(again.code).toBe(2);
  expect(again.out).toMatch(
    new RegExp(`^no effect: ${TYPE} in every region is held already, by .+ \\(hold 1\\)`),
  );
});

it.each([
  [['add'], /Say what to hold/],
  [['add', '--action-type', 'Northwind-Review'], /--action-type: expected CATEGORY/],
  [['release', '7'], /There is no hold 7/],
  [['release', 'x'], /hold: expected the number/],
])('refuses %j in one line', async (args, sentence) => {
  const { holds } = await aLedger();
  const { code, err } = await holds(...args);
  expect([code, err.trimEnd().includes('\n')]).toEqual([1, false]);
  expect(err).toMatch(sentence);
});

it('asks for a reason in a protected environment, and does nothing in a read-only one', async () => {
  const safe = await aLedger('protected');
  expect((await safe.holds('add', '--region', 'us-east-1')).err).toMatch(/give a reason/);
  expect((await safe.holds('add', '--region', 'us-east-1', '--reason', 'x')).code).toBe(0);
  const still = await aLedger('read-only');
  expect((await still.holds('add', '--region', 'us-east-1', '--reason', 'x')).err).toMatch(/read-only/);
  expect((await still.holds('list')).out).toBe('Nothing is held.\n');
});

import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { simulatorOf, type SimulatorControl } from './simulator-control.ts';

/**
 * One console at practice for all tests of a file, and its simulator; to be read inside of tests only. After each test the
 * page must have refused nothing.
 */
export function practiceDesk(): { readonly desk: LaunchedDesk; readonly simulator: SimulatorControl } {
  let desk: LaunchedDesk;
  let simulator: SimulatorControl;
  test.beforeAll(async () => {
    desk = await launchDesk({ scenario: 'practice' });
    simulator = await simulatorOf(desk.page);
  });
  test.afterAll(() => desk.close());
  test.afterEach(() => expect(desk.violations).toEqual([]));
  return {
    get desk() {
      return desk;
    },
    get simulator() {
      return simulator;
    },
  };
}

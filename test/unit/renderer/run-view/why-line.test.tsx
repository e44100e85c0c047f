import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { WhyLine } from '#renderer/run-view/why-line.tsx';
import { heldSentence } from '#shared/domain/hold.ts';
import { aRun } from '../a-run.ts';

it('leads with the reason of a hold, since the state beside it says that it is held', () => {
  const message = heldSentence({
    region: 'us-west-1',
    actionType: null,
    reason: 'The profiler is replaced.',
  });
  render(<WhyLine run={aRun({ state: 'waiting-for-engineer', message })} cell={null} />);
  const line = screen.getByText(
    /^The profiler is replaced \(nothing new is claimed for every action type in us-west-1\)/,
  );
  expect(line.title).toContain(message);
});

it('says that a hold without a reason claims nothing', () => {
  const message = heldSentence({ region: 'us-west-1', actionType: null, reason: null });
  render(<WhyLine run={aRun({ state: 'waiting-for-engineer', message })} cell={null} />);
  screen.getByText(/^nothing new is claimed for every action type in us-west-1/);
});

import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';

afterEach(cleanup);

it('leaves with Cancel and does its one act', () => {
  const [onLeave, onAct] = [vi.fn(), vi.fn()];
  render(<DialogFooter onLeave={onLeave} act={{ label: 'Save', testId: 'save', onAct }} />);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect([onAct.mock.calls.length, onLeave.mock.calls.length]).toEqual([1, 0]);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(onLeave).toHaveBeenCalledOnce();
});

it('does nothing while it is disabled, and can be focused to learn why', () => {
  const onAct = vi.fn();
  render(<DialogFooter onLeave={vi.fn()} act={{ label: 'Save', whyNot: 'A name is missing.', onAct }} />);
  const button = screen.getByRole('button', { name: 'Save' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  expect(onAct).not.toHaveBeenCalled();
});

it('does nothing a second time while it is busy', () => {
  const onAct = vi.fn();
  render(<DialogFooter onLeave={vi.fn()} act={{ label: 'Save', busy: true, onAct }} />);
  fireEvent.click(screen.getByRole('button', { name: /Save/ }));
  expect(onAct).not.toHaveBeenCalled();
});

it('has only the way out once there is nothing left to do', () => {
  render(<DialogFooter onLeave={vi.fn()} leave="Close" act={null} />);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Close']);
});

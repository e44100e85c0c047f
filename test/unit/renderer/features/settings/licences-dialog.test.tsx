import { cleanup, configure, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { LicencesDialog } from '#renderer/features/settings/licences-dialog.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const list = {
  packages: [
    { name: '@aws-sdk/client-s3', version: '3.1.0', licence: 'Apache-2.0', texts: [0] },
    { name: 'zod', version: '4.6.7', licence: 'MIT', texts: [1] },
  ],
  texts: ['Apache License, Version 2.0', 'Permission is hereby granted'],
};
const show = (onClose = vi.fn()) =>
  renderWithBridge(<LicencesDialog onClose={onClose} />, {
    'about.licences': () => ({ ok: true, value: list }),
  });

it('lists what is bundled, finds by licence, and shows a text on opening', async () => {
  show();
  expect(await screen.findAllByRole('listitem')).toHaveLength(2);
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find a package' }), {
    target: { value: 'mit zo' },
  });
  expect((await screen.findAllByText('1 of 2')).length).toBeGreaterThan(0);
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  expect(screen.queryByText(/Permission is hereby granted/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /zod 4\.6\.7/ }));
  expect(await screen.findByText(/Permission is hereby granted/)).toBeTruthy();
});

it('says that nothing matches', async () => {
  show();
  fireEvent.change(await screen.findByRole('searchbox'), { target: { value: 'gpl' } });
  expect(await screen.findByText('No package matches')).toBeTruthy();
});

it('says where a build carries no list', async () => {
  renderWithBridge(<LicencesDialog onClose={vi.fn()} />, {
    'about.licences': () => refusal('This build carries no list of its third parties.'),
  });
  expect(await screen.findByText('This build carries no list of its third parties.')).toBeTruthy();
});

it('closes by Escape, and its field and packages are reached by the keyboard', async () => {
  const onClose = vi.fn();
  show(onClose);
  await screen.findAllByRole('listitem');
  const dialog = screen.getByRole('dialog', { name: 'Third-party licences' });
  const names = [
    ...dialog.querySelectorAll<HTMLElement>('button:not([tabindex="-1"]), [role="button"], input'),
  ];
  expect(names.some((one) => one.textContent?.includes('zod'))).toBe(true);
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape', keyCode: 27 });
  expect(onClose).toHaveBeenCalled();
});

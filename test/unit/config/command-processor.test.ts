import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environmentSchema, headlessActionTypeSchema } from '#shared/domain/environment.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';

const config = z.strictObject({ actionTypes: z.array(headlessActionTypeSchema) });

const withProcessor = (processor: object) => ({
  actionTypes: [
    {
      ...{ category: 'Test', owner: 'Custom', provider: 'Load', version: '1' },
      processor: { kind: 'command', command: '/opt/load/run', ...processor },
    },
  ],
});

describe('a command processor in the configuration', () => {
  it('has a default for everything but the program', () => {
    expect(parseOrThrow(config, withProcessor({})).actionTypes[0]?.processor).toEqual({
      ...{ kind: 'command', command: '/opt/load/run', args: [], environment: {} },
      ...{ fetchInputArtifacts: false, uploadOutputArtifacts: false, maxArtifactMegabytes: 1024 },
      ...{ passArtifactCredentials: false, backendGraceSeconds: 1800 },
    });
  });

  it.each([
    [{ command: './run' }, 'processor.command: expected an absolute path, or the bare name'],
    [{ command: '' }, 'processor.command: expected the path of a program'],
    [{ command: '/a\0b' }, 'processor.command: expected text without NUL'],
    [{ args: '--all' }, 'processor.args: '],
    [{ args: ['a\0b'] }, 'processor.args[0]: expected text without NUL'],
    [{ workFolder: 'here' }, 'processor.workFolder: expected an absolute path of a folder'],
    [{ environment: { 'A-B': 'x' } }, 'processor.environment'],
    [{ environment: { A: 1 } }, 'processor.environment.A: '],
    [{ fetchInputArtifacts: 'yes' }, 'processor.fetchInputArtifacts: '],
    [{ maxArtifactMegabytes: 0 }, 'processor.maxArtifactMegabytes: '],
    [{ startUrl: 'https://e.com' }, 'processor.startUrl: unknown field'],
    [{ shell: true }, 'processor.shell: unknown field'],
  ])('is refused with one sentence for %j', (processor, sentence) => {
    expect(() => parseOrThrow(config, withProcessor(processor))).toThrow(`actionTypes[0].${sentence}`);
  });

  it('is refused in an environment of the window, whose page must not name programs', () => {
    const environment = {
      ...{ name: 'staging', credentials: { kind: 'chain' }, regions: ['us-east-1'] },
      ...withProcessor({}),
    };
    expect(() => parseOrThrow(environmentSchema, environment)).toThrow('actionTypes[0].processor.kind');
  });
});

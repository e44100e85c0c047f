import { useCallback, useEffect, useState } from 'react';
import type { ArtifactProblem, OpenedArtifact } from '#shared/domain/artifact.ts';
import { request, RequestError, sentenceOf } from '#renderer/bridge/request.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { sideOf, sideText } from './shown-place.ts';

/** An artifact on its way to being looked into. A refusal of S3 has facts; everything else becomes a problem without any. */
export type Opening =
  | { state: 'none' }
  | { state: 'opening' }
  | { state: 'open'; opened: OpenedArtifact }
  | { state: 'refused'; problem: ArtifactProblem };

/** What was thrown, in the shape of S3's refusals. */
export function problemOf(thrown: unknown): ArtifactProblem {
  const known = thrown instanceof RequestError ? thrown : null;
  return {
    code: known?.code ?? 'internal',
    sentence: sentenceOf(thrown),
    facts: [],
    retryable: known?.retryable ?? true,
  };
}

/** Why an answer is none: what was thrown, or S3's refusal; null while it is well or on its way. */
export function problemOfAnswer(answer: {
  readonly error: unknown;
  readonly data: { ok: true } | { ok: false; problem: ArtifactProblem } | undefined;
}): ArtifactProblem | null {
  if (answer.error) return problemOf(answer.error);
  return answer.data?.ok === false ? answer.data.problem : null;
}

async function openSide(side: ArtifactSide): Promise<Opening> {
  try {
    const answer = await request('artifacts.open', side);
    return answer.ok
      ? { state: 'open', opened: answer.found }
      : { state: 'refused', problem: answer.problem };
  } catch (thrown) {
    return { state: 'refused', problem: problemOf(thrown) };
  }
}

// Main closes by itself what it has to; that it is gone already changes nothing.
const close = (openId: string): void => void request('artifacts.close', { openId }).catch(() => undefined);

/** Keeps one artifact open for as long as the piece is on the page. `again` opens it anew, for its present content. */
export function useOpened(side: ArtifactSide | null): { opening: Opening; again: () => void } {
  const text = side ? sideText(side) : null;
  const [tries, setTries] = useState(0);
  const [held, setHeld] = useState<{ text: string; tries: number; opening: Opening } | null>(null);
  useEffect(() => {
    const asked = sideOf(text);
    if (text === null || asked === null) return;
    let left = false;
    let openId: string | null = null;
    void openSide(asked).then((opening) => {
      if (opening.state === 'open') openId = opening.opened.openId;
      if (!left) setHeld({ text, tries, opening });
      else if (openId) close(openId);
    });
    return () => {
      left = true;
      if (openId) close(openId);
    };
  }, [text, tries]);
  const again = useCallback(() => setTries((present) => present + 1), []);
  if (text === null) return { opening: { state: 'none' }, again };
  const current = held?.text === text && held.tries === tries;
  return { opening: current ? held.opening : { state: 'opening' }, again };
}

import type { Processor } from '../agent/ports.ts';

/** The agent's port that every processor fills. */
export type RunProcessor = Processor;
